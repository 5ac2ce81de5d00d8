package dev.rekey.datasource;

/**
 * The kinds of data source. The set is closed: each has a connector, a catalogue entry and a number
 * on the wire.
 */
public enum Kind {
  ATHENA,
  BIGQUERY,
  CLICKHOUSE,
  DATABRICKS,
  DYNAMODB,
  KAFKA,
  KINESIS,
  MSSQL,
  MYSQL,
  POSTGRESQL,
  PUBSUB,
  REDSHIFT,
  SNOWFLAKE,
  SPANNER,
  TRINO
}
