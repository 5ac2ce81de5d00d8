-- One schema for SQLite and PostgreSQL; what differs is in the placeholders of dev.rekey.store.Dialect.
--
-- Times are microseconds since 1970-01-01T00:00Z in a BIGINT: the same in both databases, sorted as
-- numbers, without a time zone to get wrong, and as fine as the times that the API tells (PostgreSQL's
-- own type is no finer). The year 294,000 still fits.
-- What is sealed is AES-256-GCM, bound to the identity of its row. Nothing else here is a value.

CREATE TABLE keyset (
  name ${text} PRIMARY KEY,
  sealed TEXT NOT NULL
);

CREATE TABLE data_source (
  id ${text} PRIMARY KEY,
  environment ${text} NOT NULL,
  name ${text} NOT NULL,
  kind TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE (environment, name)
);

CREATE TABLE data_source_config (
  data_source_id ${text} NOT NULL REFERENCES data_source (id) ON DELETE CASCADE,
  config_key ${text} NOT NULL,
  sealed ${blob},
  secret_id TEXT,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (data_source_id, config_key),
  CHECK ((sealed IS NULL) <> (secret_id IS NULL))
);

CREATE TABLE audit (
  sequence ${growing_id},
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  environment ${text} NOT NULL,
  data_source ${text} NOT NULL,
  config_keys TEXT NOT NULL,
  result TEXT NOT NULL
);
CREATE INDEX audit_of_environment ON audit (environment, sequence);
CREATE INDEX audit_of_data_source ON audit (environment, data_source, sequence);

-- A rotation as it stands. The indexes are partial where they can be, so that neither what is open
-- nor what has ended costs more when the other grows.
CREATE TABLE rotation (
  id ${text} PRIMARY KEY,
  binding_id ${text} NOT NULL,
  secret TEXT NOT NULL,
  environment ${text} NOT NULL,
  data_source ${text} NOT NULL,
  event_id TEXT NOT NULL,
  sequence BIGINT NOT NULL,
  format INTEGER NOT NULL,
  state TEXT NOT NULL,
  is_open INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  version TEXT,
  config_keys TEXT NOT NULL,
  detail TEXT NOT NULL,
  changes ${blob},
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX rotation_open ON rotation (id) WHERE is_open = 1;
CREATE INDEX rotation_open_by_state ON rotation (environment, state, id) WHERE is_open = 1;
CREATE INDEX rotation_open_of_binding ON rotation (binding_id) WHERE is_open = 1;
CREATE UNIQUE INDEX rotation_queued ON rotation (binding_id) WHERE state = 'QUEUED';
CREATE INDEX rotation_of_environment ON rotation (environment, id);
CREATE INDEX rotation_of_data_source ON rotation (environment, data_source, id);
CREATE INDEX rotation_ended ON rotation (environment, state, id) WHERE is_open = 0;

CREATE TABLE rotation_step (
  rotation_id ${text} NOT NULL,
  sequence BIGINT NOT NULL,
  state TEXT NOT NULL,
  at BIGINT NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (rotation_id, sequence)
) ${without_rowid};

-- The events that a binding has seen.
CREATE TABLE rotation_event (
  binding_id ${text} NOT NULL,
  source ${text} NOT NULL,
  event_id ${text} NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (binding_id, source, event_id)
) ${without_rowid};

-- The last version that a binding came to an end with.
CREATE TABLE settled (
  binding_id ${text} PRIMARY KEY,
  version TEXT NOT NULL,
  state TEXT NOT NULL,
  rotation_id ${text} NOT NULL,
  at BIGINT NOT NULL
) ${without_rowid};

-- The position alone does not tell two messages apart: a topic may be made anew.
CREATE TABLE quarantine (
  id ${text} PRIMARY KEY,
  source ${text} NOT NULL,
  position ${text} NOT NULL,
  type TEXT NOT NULL,
  reason ${text} NOT NULL,
  size BIGINT NOT NULL,
  sealed ${blob} NOT NULL,
  at BIGINT NOT NULL,
  UNIQUE (source, position, reason)
);
CREATE INDEX quarantine_by_time ON quarantine (at, id);
