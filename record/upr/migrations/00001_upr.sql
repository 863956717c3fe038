-- Universal Periodic Review: what each source says, in rows of its own. What belongs together is joined when it is read, so
-- that the order of imports does not matter and undoing one leaves the others as they were.
-- +goose Up

-- Reports of the Working Group that were read.
CREATE TABLE upr_report (
    id          TEXT PRIMARY KEY,   -- "CHN-1"
    import_id   BIGINT NOT NULL,
    iso3        TEXT NOT NULL,
    cycle       BIGINT NOT NULL,
    session     BIGINT NOT NULL,
    symbol      TEXT NOT NULL,
    sha256      TEXT NOT NULL,      -- of the text that was taken from the file
    numbered    BIGINT NOT NULL,    -- recommendations
    notes       TEXT NOT NULL       -- JSON: gaps, misprints, unresolved names, references to paragraphs
);
-- Numbered recommendations of the reports: the official unit.
CREATE TABLE upr_numbered (
    id          TEXT PRIMARY KEY,   -- "CHN-1/114.5"
    import_id   BIGINT NOT NULL,
    review      TEXT NOT NULL,      -- "CHN-1"
    paragraph   BIGINT NOT NULL,
    item        BIGINT NOT NULL,
    number      TEXT NOT NULL,
    printed     TEXT NOT NULL,      -- the number as printed, if it is misprinted
    body        TEXT NOT NULL,
    states      TEXT NOT NULL,      -- JSON: who made it
    position    TEXT NOT NULL,      -- supported, noted, pending or empty
    said        TEXT NOT NULL,      -- the paragraph that says so
    page        BIGINT NOT NULL
);
-- Rows of the UPR Info database: one recommendation and one recommending State. Pledges have no recommending State.
CREATE TABLE upr_row (
    id          TEXT PRIMARY KEY,
    import_id   BIGINT NOT NULL,
    kind        TEXT NOT NULL,      -- recommendation, pledge
    review      TEXT NOT NULL,
    session     BIGINT NOT NULL,
    to_name     TEXT NOT NULL,      -- as printed
    from_iso3   TEXT NOT NULL,      -- empty if the source does not know
    from_name   TEXT NOT NULL,
    body        TEXT NOT NULL,
    response    TEXT NOT NULL,
    action      BIGINT NOT NULL,    -- 1 to 5; 0: none given
    issues      TEXT NOT NULL,      -- with commas, as in the source
    regional    TEXT NOT NULL       -- JSON: regional groups and organisations of both, as in the source
);
-- Entries of OHCHR's thematic lists.
CREATE TABLE upr_theme (
    id          TEXT PRIMARY KEY,   -- "SVN-3/121.1"
    import_id   BIGINT NOT NULL,
    review      TEXT NOT NULL,
    number      TEXT NOT NULL,
    body        TEXT NOT NULL,
    position    TEXT NOT NULL,
    source      TEXT NOT NULL,      -- of the position: "A/HRC/43/15 - Para 121"
    heading     TEXT NOT NULL,      -- the theme under which it stands
    themes      TEXT NOT NULL,      -- JSON
    goals       TEXT NOT NULL,      -- JSON: Sustainable Development Goals
    affected    TEXT NOT NULL       -- JSON
);
-- Positions that a State gives in the addendum to the report.
CREATE TABLE upr_position (
    id          TEXT PRIMARY KEY,   -- "SVN-3/122.1"
    import_id   BIGINT NOT NULL,
    review      TEXT NOT NULL,
    number      TEXT NOT NULL,
    position    TEXT NOT NULL,
    said        TEXT NOT NULL,
    symbol      TEXT NOT NULL
);
-- Questions sent in advance.
CREATE TABLE upr_question (
    id          TEXT PRIMARY KEY,
    import_id   BIGINT NOT NULL,
    review      TEXT NOT NULL,
    batch       TEXT NOT NULL,
    n           BIGINT NOT NULL,
    from_iso3   TEXT NOT NULL,
    from_name   TEXT NOT NULL,
    body        TEXT NOT NULL
);
