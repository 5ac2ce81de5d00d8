-- Bindings beside those of the configuration. None of it is a value.
CREATE TABLE binding (
  environment ${text} NOT NULL,
  data_source ${text} NOT NULL,
  secret ${text} NOT NULL,
  -- JSON: config key to where in the secret its value comes from.
  mapping TEXT NOT NULL,
  settle_window_millis BIGINT,
  preflight INTEGER NOT NULL,
  previous_works TEXT NOT NULL,
  previous_refused TEXT NOT NULL,
  unreachable TEXT NOT NULL,
  PRIMARY KEY (environment, data_source, secret)
) ${without_rowid};

-- Grows with every change of a binding: one row, so that two changes never pass each other.
CREATE TABLE binding_version (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  version BIGINT NOT NULL
);
INSERT INTO binding_version (one, version) VALUES (1, 0);
