-- The ledger (design.md §6). Points in time are microseconds since 1970 UTC, durations are microseconds.
-- A user's name is the folded directory, a backslash and the folded id. Access types and endings are kept by their key.

CREATE TABLE users (
    name       TEXT    NOT NULL PRIMARY KEY,
    attributes TEXT    NOT NULL, -- JSON: an object of arrays of strings, as last seen
    first_seen INTEGER NOT NULL,
    last_seen  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How many access passes of each type are given out: changed only together with allocations, by conditional update.
CREATE TABLE pools (
    access_type TEXT    NOT NULL PRIMARY KEY,
    allocated   INTEGER NOT NULL CHECK (allocated >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE allocations (
    user_name   TEXT    NOT NULL REFERENCES users (name),
    access_type TEXT    NOT NULL REFERENCES pools (access_type),
    allocated   INTEGER NOT NULL,
    last_used   INTEGER,
    PRIMARY KEY (user_name, access_type)
) STRICT, WITHOUT ROWID;

-- Open sessions, with the usage that each is; ending one moves the usage to its own table.
CREATE TABLE sessions (
    id            TEXT    NOT NULL PRIMARY KEY,
    session_key   TEXT    NOT NULL UNIQUE, -- SHA-256 of the gate cookie
    user_name     TEXT    NOT NULL REFERENCES users (name),
    virtual_proxy TEXT    NOT NULL,
    opened        INTEGER NOT NULL,
    last_seen     INTEGER NOT NULL,
    idle          INTEGER NOT NULL,
    address       TEXT    NOT NULL,
    user_agent    TEXT    NOT NULL,
    access_type   TEXT    NOT NULL,
    usage_id      TEXT    NOT NULL,
    join_closed   INTEGER -- when the gate cookie first came back
) STRICT;

CREATE INDEX sessions_of_user ON sessions (user_name);

-- How requests of one opening recognize each other (design.md §4). The key of a burst joins for seconds and is deleted by
-- time; that of a client without cookies joins for as long as the session lives and goes with it. The same words may be both.
CREATE TABLE joins (
    join_key   TEXT    NOT NULL,
    burst      INTEGER NOT NULL,
    session_id TEXT    NOT NULL,
    until      INTEGER, -- of a burst key: when nobody can ask for it any more
    PRIMARY KEY (join_key, burst)
) STRICT, WITHOUT ROWID;

CREATE INDEX joins_by_until ON joins (until) WHERE burst = 1;
CREATE INDEX joins_of_session ON joins (session_id) WHERE burst = 0;

-- Slots that stay taken after their session.
CREATE TABLE holds (
    id        INTEGER PRIMARY KEY,
    user_name TEXT    NOT NULL REFERENCES users (name),
    until     INTEGER NOT NULL
) STRICT;

CREATE INDEX holds_of_user ON holds (user_name);

-- Usage that is over, in order of ending.
CREATE TABLE usage (
    usage_id      TEXT    NOT NULL,
    session_id    TEXT    NOT NULL,
    user_name     TEXT    NOT NULL REFERENCES users (name),
    access_type   TEXT    NOT NULL,
    virtual_proxy TEXT    NOT NULL,
    started       INTEGER NOT NULL,
    last_seen     INTEGER NOT NULL,
    ended         INTEGER NOT NULL,
    ending        TEXT    NOT NULL
) STRICT;

-- One row per user, virtual proxy and reason, for as long as refusals follow each other within a day.
CREATE TABLE denied_access (
    id            TEXT    NOT NULL PRIMARY KEY,
    user_name     TEXT    NOT NULL REFERENCES users (name),
    virtual_proxy TEXT    NOT NULL,
    reason        TEXT    NOT NULL,
    attributes    TEXT    NOT NULL,
    address       TEXT    NOT NULL,
    request_id    TEXT    NOT NULL,
    first_denied  INTEGER NOT NULL,
    last_denied   INTEGER NOT NULL,
    times         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX denied_access_of_user ON denied_access (user_name, virtual_proxy, reason, last_denied);
CREATE INDEX denied_access_by_date ON denied_access (last_denied);

PRAGMA user_version = 1;
