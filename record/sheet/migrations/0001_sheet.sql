-- Rows that people enter by hand: visits, letters, statements, reports, advice and what belongs to them.
-- +goose Up
CREATE TABLE sheet_row (
    id        TEXT PRIMARY KEY, -- table and key: "visits/HRW-T01-1"
    import_id BIGINT NOT NULL,
    cells     TEXT NOT NULL     -- JSON object of the cells that are not empty, in their canonical form
);
CREATE INDEX sheet_row_import ON sheet_row (import_id);
