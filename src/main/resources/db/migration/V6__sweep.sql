-- Sweeps: who may carry one out, how far it is, and what it found.
CREATE TABLE sweep_lease (
  kind ${text} PRIMARY KEY,
  owner ${text} NOT NULL,
  lease_until BIGINT NOT NULL
);

-- The run is that of the one under way; null between two of them.
CREATE TABLE sweep (
  kind ${text} NOT NULL,
  environment ${text} NOT NULL,
  run ${text},
  asked INTEGER NOT NULL DEFAULT 0,
  hurried INTEGER NOT NULL DEFAULT 0,
  position ${text} NOT NULL DEFAULT '',
  total BIGINT NOT NULL DEFAULT 0,
  done BIGINT NOT NULL DEFAULT 0,
  started_at BIGINT,
  last_success BIGINT,
  next_due BIGINT,
  PRIMARY KEY (kind, environment)
);

-- The history is bounded, so that a data source has one row for ever.
CREATE TABLE data_source_health (
  data_source_id ${text} PRIMARY KEY,
  environment ${text} NOT NULL,
  name ${text} NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  since BIGINT NOT NULL,
  failing_since BIGINT,
  message TEXT NOT NULL,
  history TEXT NOT NULL,
  run ${text} NOT NULL
);
CREATE INDEX data_source_health_by_name ON data_source_health (environment, name);

-- The environment is empty for a freeze of all of them. One that was lifted stays, with the time of that.
CREATE TABLE change_freeze (
  environment ${text} PRIMARY KEY,
  reason TEXT NOT NULL,
  until_at BIGINT,
  lifted INTEGER NOT NULL DEFAULT 0,
  actor TEXT NOT NULL,
  since BIGINT NOT NULL
);

-- Until when a change window or a freeze keeps a rotation from beginning; 0 when it is to be looked at again.
ALTER TABLE rotation ADD COLUMN waiting_until BIGINT;
-- Since when it could have begun, where it had to wait.
ALTER TABLE rotation ADD COLUMN due_at BIGINT;
CREATE INDEX rotation_waiting ON rotation (environment, waiting_until) WHERE waiting_until IS NOT NULL;
-- What a drift sweep leaves to a person.
CREATE INDEX rotation_failed_of_binding ON rotation (binding_id) WHERE state = 'FAILED';
