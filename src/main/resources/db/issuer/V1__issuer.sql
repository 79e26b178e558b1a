-- What a license backend keeps. Times are microseconds since 1970.
CREATE TABLE license (
    number TEXT PRIMARY KEY,
    seq INTEGER NOT NULL,
    definition TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 0 -- of its assignments
) STRICT;

CREATE TABLE license_key (
    id TEXT PRIMARY KEY,
    license TEXT NOT NULL,
    issued_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;

CREATE TABLE enabler_file (
    serial TEXT PRIMARY KEY,
    control TEXT NOT NULL, -- SHA-256 of the control number
    number INTEGER NOT NULL,
    text TEXT NOT NULL
) STRICT;

CREATE TABLE signing_key (
    position INTEGER PRIMARY KEY,
    kid TEXT NOT NULL UNIQUE,
    public_key TEXT NOT NULL, -- as a signer file has it
    not_before INTEGER NOT NULL,
    retired_at INTEGER
) STRICT;

CREATE TABLE link (
    position INTEGER PRIMARY KEY,
    text TEXT NOT NULL
) STRICT;

CREATE TABLE site (
    license TEXT NOT NULL,
    site TEXT NOT NULL,
    acknowledged INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    loosened TEXT NOT NULL, -- one line each
    PRIMARY KEY (license, site)
) STRICT;

CREATE TABLE assignment (
    license TEXT NOT NULL,
    user TEXT NOT NULL,
    type TEXT NOT NULL,
    state TEXT NOT NULL,
    until INTEGER,
    at INTEGER NOT NULL,
    site TEXT NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (license, user, type)
) STRICT;

CREATE UNIQUE INDEX assignment_revision ON assignment (license, revision);

CREATE TABLE consumption (
    license TEXT NOT NULL,
    site TEXT NOT NULL,
    month TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    PRIMARY KEY (license, month, site)
) STRICT;
