package dev.rekey.deploy;

import dev.rekey.client.IntegrationKind;
import dev.rekey.testing.MotoServer;
import dev.rekey.testing.PostgresServer;
import dev.rekey.testing.TdsStandIn;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A config of each kind for the traced worker. */
final class TracedKinds {
  private TracedKinds() {}

  /** By kind; port 1 is where nobody answers. */
  static Map<IntegrationKind, Map<String, String>> of(String kafka, TdsStandIn sqlServer) {
    String aws = MotoServer.shared().endpoint().toString();
    Map<IntegrationKind, Map<String, String>> kinds = new EnumMap<>(IntegrationKind.class);
    kinds.put(IntegrationKind.POSTGRESQL, postgresql());
    kinds.put(
        IntegrationKind.REDSHIFT,
        config(
            "REDSHIFT_HOST=127.0.0.1 REDSHIFT_PORT=1 REDSHIFT_DB=d REDSHIFT_USER=u REDSHIFT_PASSWORD=p"));
    kinds.put(
        IntegrationKind.MYSQL,
        config("MYSQL_HOST=127.0.0.1 MYSQL_TCP_PORT=1 MYSQL_DATABASE=d MYSQL_USER=u MYSQL_PWD=p"));
    kinds.put(
        IntegrationKind.MSSQL,
        config(
            "MSSQL_HOST=127.0.0.1 MSSQL_TCP_PORT=%d MSSQL_DATABASE=orders MSSQL_USER=%s MSSQL_PWD=%s",
            sqlServer.port(), TdsStandIn.USER, TdsStandIn.PASSWORD));
    kinds.put(IntegrationKind.KAFKA, config("KAFKA_BOOTSTRAP_SERVER=%s KAFKA_TOPIC=none", kafka));
    kinds.put(
        IntegrationKind.KINESIS,
        config(
            "KINESIS_REGION_NAME=eu-west-1 KINESIS_STREAM_NAME=s KINESIS_ENDPOINT_URL=%s"
                + " KINESIS_AWS_ACCESS_KEY_ID=a KINESIS_AWS_SECRET_ACCESS_KEY=b",
            aws));
    kinds.put(
        IntegrationKind.DYNAMODB,
        config(
            "DYNAMODB_ENDPOINT_OVERRIDE=%s DYNAMODB_AWS_REGION_OVERRIDE=eu-west-1"
                + " DYNAMODB_AWS_CLIENT_ID_OVERRIDE=a DYNAMODB_AWS_CLIENT_SECRET_OVERRIDE=b",
            aws));
    kinds.put(
        IntegrationKind.ATHENA,
        config(
            "ATHENA_AWS_REGION=eu-west-1 ATHENA_S3_STAGING_DIR=s3://rekey-results/athena/"
                + " ATHENA_AWS_ACCESS_KEY_ID=a ATHENA_AWS_ACCESS_KEY_SECRET=b"));
    kinds.put(
        IntegrationKind.CLICKHOUSE,
        config("CLICKHOUSE_HOST=127.0.0.1 CLICKHOUSE_TCP_PORT=1 CLICKHOUSE_USE_TLS=false"));
    kinds.put(
        IntegrationKind.TRINO,
        config("TRINO_HOST=127.0.0.1 TRINO_PORT=1 TRINO_CATALOG=c TRINO_USER=u TRINO_PASSWORD=p"));
    kinds.put(
        IntegrationKind.DATABRICKS,
        config(
            "DATABRICKS_HOST=127.0.0.1 DATABRICKS_PORT=1 DATABRICKS_TOKEN=t"
                + " DATABRICKS_HTTP_PATH=/sql/1.0/warehouses/a"));
    kinds.put(
        IntegrationKind.SNOWFLAKE,
        config("SNOWFLAKE_ACCOUNT_ID=org-account SNOWFLAKE_USER=u SNOWFLAKE_PASSWORD=p"));
    kinds.put(
        IntegrationKind.SPANNER,
        config(
            "SPANNER_PROJECT=p SPANNER_INSTANCE=i SPANNER_DATABASE=d SPANNER_EMULATOR_HOST=127.0.0.1:1"));
    kinds.put(IntegrationKind.BIGQUERY, config("BQ_PROJECT=my-project"));
    kinds.put(
        IntegrationKind.PUBSUB,
        config("PUBSUB_PROJECT_ID=my-project PUBSUB_SUBSCRIPTION_ID=looked-at"));
    return kinds;
  }

  static Map<String, String> postgresql() {
    PostgresServer server = PostgresServer.shared();
    return config(
        "PGHOST=127.0.0.1 PGPORT=%d PGDATABASE=postgres PGUSER=%s PGPASSWORD=first",
        server.port(), PostgresServer.SUPERUSER);
  }

  private static Map<String, String> config(String assignments, Object... values) {
    return Arrays.stream(assignments.formatted(values).split(" ", -1))
        .map(each -> each.split("=", 2))
        .collect(Collectors.toMap(each -> each[0], each -> each[1]));
  }
}
