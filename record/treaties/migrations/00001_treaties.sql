-- Where each State stands with each human rights treaty, and what other sources say of it.
-- +goose Up
CREATE TABLE treaty_status (
    id        TEXT PRIMARY KEY, -- treaty/ISO3
    import_id BIGINT NOT NULL,
    treaty    TEXT NOT NULL,
    iso3      TEXT NOT NULL,
    standing  TEXT NOT NULL,    -- party, signatory, none or unclear
    year      BIGINT NOT NULL,  -- of ratification or accession; 0 if not given
    name      TEXT NOT NULL,    -- as written
    note      TEXT NOT NULL,
    flags     TEXT NOT NULL,    -- what contradicts itself, divided by ";"
    row_no    BIGINT NOT NULL
);
CREATE TABLE treaty_claim (
    id        TEXT PRIMARY KEY, -- ISO3/treaty/year
    import_id BIGINT NOT NULL,
    iso3      TEXT NOT NULL,
    treaty    TEXT NOT NULL,
    says      TEXT NOT NULL,
    as_of     TEXT NOT NULL,
    year      TEXT NOT NULL,
    reference TEXT NOT NULL,
    source    TEXT NOT NULL
);
