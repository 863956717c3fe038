-- +goose Up
-- What is BYTEA here is sealed. What is not is listed, with the reason, in clear.go.
CREATE TABLE setting (name TEXT PRIMARY KEY, value BYTEA NOT NULL);
CREATE TABLE member (
  name TEXT PRIMARY KEY,
  recipient TEXT NOT NULL,
  locked BYTEA NOT NULL,
  card BYTEA NOT NULL
);
CREATE TABLE vault (
  id TEXT PRIMARY KEY,
  epoch BIGINT NOT NULL,
  recipient TEXT NOT NULL,
  team TEXT NOT NULL,
  place BIGINT NOT NULL,
  name BYTEA NOT NULL,
  bundle BYTEA NOT NULL
);
CREATE TABLE vault_member (
  vault TEXT NOT NULL REFERENCES vault (id),
  member TEXT NOT NULL REFERENCES member (name),
  role TEXT NOT NULL,
  since TEXT NOT NULL,
  PRIMARY KEY (vault, member)
);
CREATE TABLE thread (
  id TEXT PRIMARY KEY,
  vault TEXT NOT NULL REFERENCES vault (id),
  answer_to TEXT NOT NULL,
  state BYTEA
);
CREATE INDEX thread_vault ON thread (vault);
CREATE TABLE envelope (
  id TEXT PRIMARY KEY,
  thread TEXT NOT NULL REFERENCES thread (id),
  vault TEXT NOT NULL,
  day TEXT NOT NULL,
  n BIGINT NOT NULL,
  opened BIGINT NOT NULL,
  processed BIGINT NOT NULL
);
CREATE INDEX envelope_thread ON envelope (thread, n);
CREATE TABLE part (
  envelope TEXT NOT NULL REFERENCES envelope (id),
  n BIGINT NOT NULL,
  size BIGINT NOT NULL,
  file TEXT NOT NULL,
  PRIMARY KEY (envelope, n)
);
CREATE TABLE answer (
  id TEXT PRIMARY KEY,
  thread TEXT NOT NULL REFERENCES thread (id),
  vault TEXT NOT NULL,
  n BIGINT NOT NULL,
  sealed BYTEA NOT NULL,
  outgoing BYTEA
);
CREATE INDEX answer_thread ON answer (thread, n);
CREATE TABLE item (
  vault TEXT NOT NULL REFERENCES vault (id),
  case_id TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  sealed BYTEA NOT NULL,
  PRIMARY KEY (case_id, id, version)
);
CREATE INDEX item_vault ON item (vault, case_id, id, version);
CREATE TABLE identity (
  vault TEXT NOT NULL REFERENCES vault (id),
  case_id TEXT NOT NULL,
  party TEXT NOT NULL,
  version BIGINT NOT NULL,
  sealed BYTEA NOT NULL,
  PRIMARY KEY (case_id, party, version)
);
CREATE INDEX identity_vault ON identity (vault, case_id, party, version);
CREATE TABLE evidence_file (
  file TEXT PRIMARY KEY,
  vault TEXT NOT NULL REFERENCES vault (id),
  case_id TEXT NOT NULL
);
CREATE TABLE audit (
  vault TEXT NOT NULL REFERENCES vault (id),
  n BIGINT NOT NULL,
  sealed BYTEA NOT NULL,
  PRIMARY KEY (vault, n)
);
