-- Assignments told to and by the license backend, so that sites of one license key know of each other's (design.md §5,
-- decision 35).

-- One row.
CREATE TABLE assignment_sync (
    one          INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    license      TEXT    NOT NULL, -- that is followed; empty: changes are not numbered
    number       INTEGER NOT NULL, -- of the last change made here
    sent         INTEGER NOT NULL, -- the highest number that the license backend may have seen
    acknowledged INTEGER NOT NULL, -- the highest number that it has said it applied
    revision     INTEGER NOT NULL  -- of the license backend, up to which its assignments are known
) STRICT;

INSERT INTO assignment_sync (one, license, number, sent, acknowledged, revision) VALUES (1, '', 0, 0, 0, 0);

-- Changes made here that are not acknowledged yet.
CREATE TABLE assignment_changes (
    number      INTEGER NOT NULL PRIMARY KEY,
    user_name   TEXT    NOT NULL,
    access_type TEXT    NOT NULL,
    state       TEXT    NOT NULL, -- allocated, quarantined or withdrawn
    until       INTEGER, -- of a quarantined one
    at          INTEGER NOT NULL
) STRICT;

CREATE INDEX assignment_changes_of_user ON assignment_changes (user_name, access_type);

-- When an assignment was last changed, here or elsewhere, withdrawn ones too: the next change is later than that.
CREATE TABLE assignment_marks (
    user_name   TEXT    NOT NULL,
    access_type TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (user_name, access_type)
) STRICT, WITHOUT ROWID;

-- Of minutes_used, what the license backend knows of; and what the other sites have used.
ALTER TABLE capacity ADD COLUMN reported INTEGER NOT NULL DEFAULT 0;
ALTER TABLE capacity ADD COLUMN elsewhere INTEGER NOT NULL DEFAULT 0;

-- The site that the ledger belongs to (decision 37); one row, written at the first start after this.
CREATE TABLE ledger_site (
    one  INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    mark TEXT    NOT NULL, -- made with the key of the site
    name TEXT    NOT NULL  -- for messages
) STRICT;

PRAGMA user_version = 3;
