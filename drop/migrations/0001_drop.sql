-- +goose Up

-- The public keys to which reports are sealed, in the order in which the desk gave them.
CREATE TABLE vault (
    vault     TEXT PRIMARY KEY,
    epoch     BIGINT NOT NULL,
    recipient TEXT NOT NULL,
    team      TEXT NOT NULL,
    place     BIGINT NOT NULL
);

-- One person's conversation with a team.
CREATE TABLE thread (
    id        TEXT PRIMARY KEY,
    lookup    TEXT NOT NULL UNIQUE,
    vault     TEXT NOT NULL,
    answer_to TEXT NOT NULL,
    withdrawn BIGINT NOT NULL,
    own       BYTEA NOT NULL
);

-- One thing sent on a thread and not yet fetched by the desk. seq orders those of one thread.
CREATE TABLE envelope (
    id     TEXT PRIMARY KEY,
    thread TEXT NOT NULL REFERENCES thread (id),
    vault  TEXT NOT NULL,
    day    TEXT NOT NULL,
    seq    BIGINT NOT NULL,
    UNIQUE (thread, seq)
);

-- The sealed parts of an envelope; each is a file of its own beside the database.
CREATE TABLE part (
    envelope TEXT NOT NULL REFERENCES envelope (id),
    n        BIGINT NOT NULL,
    blob     TEXT NOT NULL UNIQUE,
    size     BIGINT NOT NULL,
    PRIMARY KEY (envelope, n)
);

-- What the team answered, sealed to the thread's answer_to.
CREATE TABLE answer (
    id     TEXT PRIMARY KEY,
    thread TEXT NOT NULL REFERENCES thread (id),
    day    TEXT NOT NULL,
    seq    BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    UNIQUE (thread, seq)
);
