-- The whole license model (domain.md §1 and §5): metered access passes, quarantine, excess, access rules.

ALTER TABLE users ADD COLUMN active INTEGER NOT NULL DEFAULT 1;

ALTER TABLE allocations ADD COLUMN rule TEXT; -- the access rule that gave it
ALTER TABLE allocations ADD COLUMN state TEXT NOT NULL DEFAULT 'allocated'; -- or quarantined, or excess
ALTER TABLE allocations ADD COLUMN quarantined_until INTEGER; -- of a quarantined one: from when on its seat is free

CREATE INDEX allocations_in_quarantine ON allocations (quarantined_until) WHERE quarantined_until IS NOT NULL;

ALTER TABLE sessions ADD COLUMN paid_until INTEGER; -- of one paid for by the hour or minute

ALTER TABLE denied_access ADD COLUMN shadow INTEGER NOT NULL DEFAULT 0; -- 1: let in all the same
ALTER TABLE denied_access ADD COLUMN explanation TEXT NOT NULL DEFAULT '{"steps":[],"remedy":""}'; -- JSON

CREATE INDEX denied_access_by_request ON denied_access (request_id);

-- One row: what changes with the access rules, so that they are read and compiled once for each change.
CREATE TABLE site (
    one            INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    rules_revision TEXT    NOT NULL
) STRICT;

INSERT INTO site (one, rules_revision) VALUES (1, '');

CREATE TABLE access_rules (
    name        TEXT    NOT NULL PRIMARY KEY,
    access_type TEXT    NOT NULL,
    login_group TEXT    NOT NULL, -- empty unless it grants login access passes
    condition   TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- The tokens a group keeps from the pool of user access passes are the greater of its own and what its used passes need, ten
-- passes a token; they are counted in that pool. A group that is deleted stays until its used passes have returned.
CREATE TABLE login_groups (
    name    TEXT    NOT NULL PRIMARY KEY,
    tokens  INTEGER NOT NULL CHECK (tokens >= 0),
    used    INTEGER NOT NULL CHECK (used >= 0), -- rows of login_passes
    deleted INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Login access passes in use: one that has returned is no row any more.
CREATE TABLE login_passes (
    id         INTEGER PRIMARY KEY,
    user_name  TEXT    NOT NULL REFERENCES users (name),
    group_name TEXT    NOT NULL REFERENCES login_groups (name),
    drawn      INTEGER NOT NULL
) STRICT;

CREATE INDEX login_passes_of_user ON login_passes (user_name, drawn);
CREATE INDEX login_passes_by_drawn ON login_passes (drawn);
CREATE INDEX login_passes_of_group ON login_passes (group_name, drawn);

-- Minutes of analyzer capacity used, by calendar month UTC: 2026-03.
CREATE TABLE capacity (
    month        TEXT    NOT NULL PRIMARY KEY,
    minutes_used INTEGER NOT NULL CHECK (minutes_used >= 0)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 2;
