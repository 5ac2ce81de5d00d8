-- One index for each question about what is open. A PostgreSQL that has counted its rows while nothing was open
-- takes all indexes of what is open for equally small, and reads all that is open by any of them to find the next
-- rotation of one data source. So there is none by id, and those by state and by binding are only for questions
-- that say so, by a condition that is always true.
DROP INDEX rotation_open;
DROP INDEX rotation_open_by_state;
CREATE INDEX rotation_open_by_state ON rotation (environment, state, id) WHERE is_open = 1 AND state >= '';
DROP INDEX rotation_open_of_binding;
CREATE UNIQUE INDEX rotation_open_of_binding ON rotation (binding_id) WHERE is_open = 1 AND binding_id >= '';
