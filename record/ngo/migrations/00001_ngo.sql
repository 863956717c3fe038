-- The Committee on NGOs: lists of its reports, roll calls, questions asked, and decisions of persons on names.
-- +goose Up
CREATE TABLE ngo_line (
    id        TEXT PRIMARY KEY, -- list/session/name, and #2 for the second of a name
    import_id BIGINT NOT NULL,
    list      TEXT NOT NULL,
    session   TEXT NOT NULL,
    name      TEXT NOT NULL,
    became    TEXT NOT NULL,
    partner   TEXT NOT NULL,
    info      TEXT NOT NULL,
    row_no    BIGINT NOT NULL   -- in the file from which it came first
);
CREATE TABLE ngo_rollcall (
    id        TEXT PRIMARY KEY,
    import_id BIGINT NOT NULL,
    session   TEXT NOT NULL,
    topic     TEXT NOT NULL,
    outcome   TEXT NOT NULL,    -- as written
    ballots   TEXT NOT NULL,    -- JSON: one of each State, as written and as understood
    row_no    BIGINT NOT NULL
);
CREATE TABLE ngo_question (
    id          TEXT PRIMARY KEY,
    import_id   BIGINT NOT NULL,
    applicant   TEXT NOT NULL,
    session     TEXT NOT NULL,
    day         TEXT NOT NULL,
    asked_by    TEXT NOT NULL,
    question    TEXT NOT NULL,
    topic       TEXT NOT NULL,
    relevant    TEXT NOT NULL,
    about_state TEXT NOT NULL,
    repeated    TEXT NOT NULL,
    kind        TEXT NOT NULL,
    source      TEXT NOT NULL
);
CREATE TABLE ngo_account (
    id           TEXT PRIMARY KEY,
    import_id    BIGINT NOT NULL,
    applicant    TEXT NOT NULL,
    kind         TEXT NOT NULL,
    about_state  TEXT NOT NULL,
    first        TEXT NOT NULL,
    rounds       TEXT NOT NULL,
    years        TEXT NOT NULL,
    outcome      TEXT NOT NULL,
    outcome_date TEXT NOT NULL,
    decided_by   TEXT NOT NULL,
    note         TEXT NOT NULL,
    source       TEXT NOT NULL
);
CREATE TABLE ngo_member (
    id         TEXT PRIMARY KEY,
    import_id  BIGINT NOT NULL,
    iso3       TEXT NOT NULL,
    from_year  BIGINT NOT NULL,
    to_year    BIGINT NOT NULL,
    seats      TEXT NOT NULL,
    source     TEXT NOT NULL,
    confidence TEXT NOT NULL
);
CREATE TABLE ngo_decision (
    id        TEXT PRIMARY KEY, -- the two keys in order
    import_id BIGINT NOT NULL,
    a         TEXT NOT NULL,
    b         TEXT NOT NULL,
    verdict   TEXT NOT NULL,
    note      TEXT NOT NULL
);
