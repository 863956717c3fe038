-- Roll calls and other decisions. The votes of a roll call are packed: one byte per State, in the order of the numbers in
-- vote_state, so that a roll call is one row.
-- +goose Up

-- A text that was decided on, with or without a vote, or withdrawn; and other votes, such as those on a ruling.
CREATE TABLE vote (
    id          TEXT PRIMARY KEY,   -- "GA-77", "HRC-30941"
    import_id   BIGINT NOT NULL,
    body        TEXT NOT NULL,      -- GA, CHR, HRC
    source      TEXT NOT NULL,      -- kind of import
    number      TEXT NOT NULL,      -- of the source's own: rcid, record_id
    session     TEXT NOT NULL,
    date        TEXT NOT NULL,
    symbol      TEXT NOT NULL,
    draft       TEXT NOT NULL,
    title       TEXT NOT NULL,
    kind        TEXT NOT NULL,      -- resolution, decision, amendment, ...
    result      TEXT NOT NULL,      -- adopted, rejected, withdrawn, ...
    how         TEXT NOT NULL,      -- recorded, without a vote, ...
    about       TEXT NOT NULL,      -- JSON: everything else that is shown
    yes         BIGINT,             -- official totals, where the source gives them
    no          BIGINT,
    abstain     BIGINT,
    nonvoting   BIGINT,
    total       BIGINT,
    votes       BYTEA NOT NULL      -- packed; empty without a roll call
);
-- Numbers of the States in packed votes; a number is never given twice.
CREATE TABLE vote_state (
    id        TEXT PRIMARY KEY,     -- code
    import_id BIGINT NOT NULL,
    n         BIGINT NOT NULL
);
