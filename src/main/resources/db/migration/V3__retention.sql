-- What is pruned by its age is found by it. Rotations are found by their ids, which begin with the
-- time, the audit by its sequence, and the quarantine has an index by time already.
CREATE INDEX rotation_event_by_time ON rotation_event (at);
