-- What was imported, from which files, and what each import changed, so that it can be undone.
-- +goose Up
CREATE TABLE import (
    id      BIGINT PRIMARY KEY, -- 1, 2, ...; never used again
    kind    TEXT NOT NULL,      -- "votes-unga"
    started TEXT NOT NULL,      -- 2006-01-02T15:04:05Z
    undone  TEXT NOT NULL,      -- likewise, or empty
    files   TEXT NOT NULL       -- JSON: name, SHA-256 and counts of each
);
-- Rows as they were before an import changed or deleted them. Rows that an import added carry its number themselves.
CREATE TABLE import_change (
    n         BIGINT PRIMARY KEY,
    import_id BIGINT NOT NULL,
    tab       TEXT NOT NULL,
    id        TEXT NOT NULL,
    made_by   BIGINT NOT NULL, -- import that had added the row
    before    TEXT NOT NULL    -- JSON of the whole row
);
CREATE INDEX import_change_import ON import_change (import_id);
CREATE INDEX import_change_row ON import_change (tab, id);
CREATE INDEX import_change_made_by ON import_change (made_by);
-- Which tables an import touched.
CREATE TABLE import_touched (
    import_id BIGINT NOT NULL,
    tab       TEXT NOT NULL,
    PRIMARY KEY (import_id, tab)
);
-- A number that grows whenever a table changes, so that what is kept of it in memory can be told to be old.
CREATE TABLE import_stamp (
    tab TEXT PRIMARY KEY,
    n   BIGINT NOT NULL
);
