-- The log: its head, its leaves, and their hashes in tiles of 256. Package record/log reads and writes these.
-- +goose Up
CREATE TABLE log_head (
    one        BIGINT PRIMARY KEY CHECK (one = 1),
    verifier   TEXT NOT NULL, -- the public key that the log was made with
    checkpoint TEXT NOT NULL  -- the newest signed note
);
CREATE TABLE log_leaf (
    n    BIGINT PRIMARY KEY,
    text BYTEA NOT NULL
);
CREATE TABLE log_tile (
    level  BIGINT NOT NULL,
    n      BIGINT NOT NULL,
    hashes BYTEA NOT NULL, -- 32 bytes each
    PRIMARY KEY (level, n)
);
