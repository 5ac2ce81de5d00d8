-- The whole machine, and several workers.
--
-- One open rotation of a binding, one claimed rotation of a data source: both are kept by an index.
-- What is claimed, or parked, belongs to the worker that `owner` names, while that one's lease lasts.
ALTER TABLE rotation ADD COLUMN kind TEXT;
ALTER TABLE rotation ADD COLUMN cause TEXT NOT NULL DEFAULT 'EVENT';
ALTER TABLE rotation ADD COLUMN progress TEXT NOT NULL DEFAULT '';
ALTER TABLE rotation ADD COLUMN owner ${text};
ALTER TABLE rotation ADD COLUMN claimed INTEGER NOT NULL DEFAULT 0;
-- The news that came in while the rotation was acting: a further one follows.
ALTER TABLE rotation ADD COLUMN news_event_id TEXT;
ALTER TABLE rotation ADD COLUMN news_version TEXT;
ALTER TABLE rotation ADD COLUMN news_cause TEXT;

ALTER TABLE rotation_step ADD COLUMN attempt INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rotation_step ADD COLUMN verdict TEXT;

UPDATE rotation SET kind = (
  SELECT d.kind FROM data_source d
  WHERE d.environment = rotation.environment AND d.name = rotation.data_source)
WHERE is_open = 1;

-- Before, one could be queued behind one that was acting.
UPDATE rotation SET news_cause = 'EVENT', news_event_id = (
  SELECT q.event_id FROM rotation q
  WHERE q.binding_id = rotation.binding_id AND q.is_open = 1 AND q.state = 'QUEUED')
WHERE is_open = 1 AND state <> 'QUEUED' AND EXISTS (
  SELECT 1 FROM rotation q
  WHERE q.binding_id = rotation.binding_id AND q.is_open = 1 AND q.state = 'QUEUED');
UPDATE rotation SET is_open = 0, state = 'SUPERSEDED', detail = 'It follows the one that is acting.'
WHERE is_open = 1 AND state = 'QUEUED' AND EXISTS (
  SELECT 1 FROM rotation a
  WHERE a.binding_id = rotation.binding_id AND a.is_open = 1 AND a.state <> 'QUEUED');

DROP INDEX rotation_queued;
DROP INDEX rotation_open_of_binding;
CREATE UNIQUE INDEX rotation_open_of_binding ON rotation (binding_id) WHERE is_open = 1;
CREATE UNIQUE INDEX rotation_claimed ON rotation (environment, data_source) WHERE claimed = 1;
CREATE INDEX rotation_open_of_data_source ON rotation (environment, data_source, id) WHERE is_open = 1;

-- A worker is alive until its lease ends, by the clock of the database.
CREATE TABLE worker (
  id ${text} PRIMARY KEY,
  lease_until BIGINT NOT NULL
);
