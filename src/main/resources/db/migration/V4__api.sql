-- Secrets that belong to no data source. The scope is empty for the whole environment.
CREATE TABLE environment_secret (
  id ${text} PRIMARY KEY,
  environment ${text} NOT NULL,
  name ${text} NOT NULL,
  scope ${text} NOT NULL,
  sealed ${blob} NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE (environment, name, scope)
);
-- Who refers to a secret.
CREATE INDEX data_source_config_by_secret ON data_source_config (secret_id) WHERE secret_id IS NOT NULL;

CREATE TABLE permission_tag (
  environment ${text} NOT NULL,
  kind ${text} NOT NULL,
  name ${text} NOT NULL,
  tags TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (environment, kind, name)
) ${without_rowid};

-- Who called the API.
CREATE TABLE api_call (
  sequence ${growing_id},
  at BIGINT NOT NULL,
  client TEXT NOT NULL,
  address TEXT NOT NULL,
  method TEXT NOT NULL,
  environment ${text} NOT NULL,
  subject TEXT NOT NULL,
  config_keys TEXT NOT NULL,
  result TEXT NOT NULL
);
CREATE INDEX api_call_of_environment ON api_call (environment, sequence);
