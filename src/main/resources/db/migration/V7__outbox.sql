-- What is to be told, once for each endpoint that wants it. `event` is a CloudEvent as JSON, which
-- holds no value. A lane keeps its order: what is pending in it goes out by its number.
CREATE TABLE notification (
  number ${growing_id},
  endpoint ${text} NOT NULL,
  lane ${text} NOT NULL,
  environment ${text} NOT NULL,
  event TEXT NOT NULL,
  state ${text} NOT NULL,
  attempts INTEGER NOT NULL,
  refusals INTEGER NOT NULL,
  not_before BIGINT NOT NULL,
  problem TEXT NOT NULL,
  at BIGINT NOT NULL,
  settled_at BIGINT
);
CREATE INDEX notification_pending ON notification (endpoint, number) WHERE state = 'PENDING';
-- The few that wait to be tried again.
CREATE INDEX notification_again ON notification (endpoint, not_before) WHERE state = 'PENDING' AND not_before > 0;
CREATE INDEX notification_of_environment ON notification (environment, state, number);
CREATE INDEX notification_dead ON notification (endpoint) WHERE state = 'DEAD';
CREATE INDEX notification_settled ON notification (settled_at) WHERE settled_at IS NOT NULL;

-- Which worker carries out what is for an endpoint, by the clock of the database.
CREATE TABLE notification_lease (
  endpoint ${text} PRIMARY KEY,
  owner ${text} NOT NULL,
  lease_until BIGINT NOT NULL
);
