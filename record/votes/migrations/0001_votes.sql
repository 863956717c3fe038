-- Roll calls and other decisions. All votes of a roll call stand in one cell, so that a roll call is one row.
-- +goose Up
CREATE TABLE vote (
    id        TEXT PRIMARY KEY, -- "GA-77", "HRC-30941": body and number in the source
    import_id BIGINT NOT NULL,
    body      TEXT NOT NULL,    -- GA, CHR or HRC
    source    TEXT NOT NULL,    -- voeten, ohchr, undl or facts
    session   TEXT NOT NULL,    -- "36", "S-19"
    date      TEXT NOT NULL,
    symbol    TEXT NOT NULL,
    title     TEXT NOT NULL,
    kind      TEXT NOT NULL,    -- resolution, decision, amendment, paragraph, statement, ruling
    result    TEXT NOT NULL,    -- adopted, rejected, withdrawn, ...; empty where the source does not say
    how       TEXT NOT NULL,    -- recorded, without a vote, not recorded, withdrawn
    draft     TEXT NOT NULL,    -- "A/HRC/36/L.26": of a resolution its draft, of an amendment the draft it would change
    about     TEXT NOT NULL,    -- JSON: see About
    yes       BIGINT,           -- official totals, where the source gives them
    no        BIGINT,
    abstain   BIGINT,
    nonvoting BIGINT,
    total     BIGINT,
    votes     TEXT NOT NULL     -- "AFGYALBN...": codes of States, each with a letter; see Ballot
);
