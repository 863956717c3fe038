-- The register: what is published now, what was said to the log about it, and what was withdrawn.
-- +goose Up

-- The newest version of each entry. A correction replaces the row, a withdrawal deletes it: no older text is kept.
CREATE TABLE entry (
    id      TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    leaf    BIGINT NOT NULL UNIQUE, -- that of this version
    text    BYTEA NOT NULL,         -- canonical JSON
    salt    BYTEA NOT NULL,
    -- What follows is derived from the text, for lists; verify compares.
    subject TEXT NOT NULL, -- folded, to sort by
    date    TEXT NOT NULL, -- the latest known, to sort by
    facets  TEXT NOT NULL, -- "state=XEX act=ARREST act=LIBERTY year=2013 ..."
    search  TEXT NOT NULL  -- folded subject, place and summary
);

-- Every version there ever was; rows are never changed.
CREATE TABLE entry_version (
    entry      TEXT NOT NULL,
    version    BIGINT NOT NULL,
    commitment TEXT NOT NULL,
    leaf       BIGINT NOT NULL UNIQUE,
    day        TEXT NOT NULL, -- of publication, UTC
    PRIMARY KEY (entry, version)
);

CREATE TABLE tombstone (
    entry TEXT PRIMARY KEY,
    leaf  BIGINT NOT NULL UNIQUE, -- of the withdrawal
    day   TEXT NOT NULL
);

-- What each key of the desk came to, so that asking again does nothing again. A withdrawal has version 0.
CREATE TABLE publication (
    key        TEXT PRIMARY KEY,
    entry      TEXT NOT NULL,
    version    BIGINT NOT NULL,
    leaf       BIGINT NOT NULL,
    commitment TEXT NOT NULL
);
