package dev.rekey.app;

import dev.rekey.connector.Connector;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.postgresql.PostgresqlConnector;
import dev.rekey.datasource.Connectors;
import dev.rekey.datasource.Kind;

/** The connector of each kind. */
final class ConnectorRegistry implements Connectors {
  private final Connector postgresql = new PostgresqlConnector();

  @Override
  public Connector of(Kind kind) {
    return switch (kind) {
      case POSTGRESQL -> postgresql;
      case ATHENA,
          BIGQUERY,
          CLICKHOUSE,
          DATABRICKS,
          DYNAMODB,
          KAFKA,
          KINESIS,
          MSSQL,
          MYSQL,
          PUBSUB,
          REDSHIFT,
          SNOWFLAKE,
          SPANNER,
          TRINO ->
          (config, deadline) ->
              new TestResult.Unsupported(
                  "This version of Rekey cannot test data sources of kind " + kind + ".");
    };
  }
}
