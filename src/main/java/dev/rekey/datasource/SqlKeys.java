package dev.rekey.datasource;

import static dev.rekey.datasource.ConfigKey.conditional;
import static dev.rekey.datasource.ConfigKey.optional;
import static dev.rekey.datasource.ConfigKey.required;

import java.util.List;

/** The keys of the databases that are reached by host and port. */
final class SqlKeys {
  static final ConfigKey ENGINE_ARGUMENTS =
      optional("ENGINE_ARGUMENTS", "further arguments of the SQL engine, a JSON object");

  static final List<ConfigKey> POSTGRESQL =
      List.of(
          required("PGHOST", "host"),
          optional("PGPORT", "port").defaultingTo("5432"),
          required("PGDATABASE", "database"),
          required("PGUSER", "user"),
          optional("PGPASSWORD", "password of the user").asSecret(),
          optional("PG_AWS_IAM_AUTH", "log in to RDS by IAM: true, 1, yes, t, y")
              .defaultingTo("false"),
          conditional("PG_AWS_REGION", "region of the IAM token"),
          optional("PG_AWS_ROLE_ARN", "role to take for the IAM token"),
          optional(
                  "PGSSLMODE",
                  "TLS: disable, allow, prefer, require, verify-ca, verify-full; require with IAM")
              .defaultingTo("prefer"),
          ENGINE_ARGUMENTS);

  static final List<ConfigKey> MYSQL =
      List.of(
          required("MYSQL_HOST", "host"),
          optional("MYSQL_TCP_PORT", "port").defaultingTo("3306"),
          required("MYSQL_DATABASE", "database"),
          required("MYSQL_USER", "user"),
          optional("MYSQL_PWD", "password of the user").asSecret(),
          ENGINE_ARGUMENTS);

  static final List<ConfigKey> MSSQL =
      List.of(
          required("MSSQL_HOST", "host"),
          optional("MSSQL_TCP_PORT", "port").defaultingTo("1433"),
          required("MSSQL_DATABASE", "database"),
          conditional("MSSQL_USER", "user of a SQL login"),
          conditional("MSSQL_PWD", "password of the SQL login").asSecret(),
          conditional("MSSQL_CLIENT_ID", "client id of an Azure service principal"),
          conditional("MSSQL_CLIENT_SECRET", "secret of the service principal").asSecret(),
          conditional("MSSQL_TENANT_ID", "tenant of the service principal"),
          ENGINE_ARGUMENTS);

  static final List<ConfigKey> CLICKHOUSE =
      List.of(
          required("CLICKHOUSE_HOST", "host"),
          optional(
              "CLICKHOUSE_TCP_PORT", "port of the native protocol; 9440 with TLS, 9000 without"),
          optional("CLICKHOUSE_DATABASE", "database; the user's own if there is none"),
          optional("CLICKHOUSE_USER", "user").defaultingTo("default"),
          optional("CLICKHOUSE_PWD", "password of the user").asSecret(),
          optional("CLICKHOUSE_USE_TLS", "TLS: 1, true, yes, t, y; anything else: none")
              .defaultingTo("true"),
          ENGINE_ARGUMENTS);

  static final List<ConfigKey> TRINO =
      List.of(
          required("TRINO_HOST", "host of the coordinator"),
          optional("TRINO_PORT", "port; 443 with HTTPS, 8080 without"),
          conditional("TRINO_CATALOG", "catalog; required with a schema"),
          optional("TRINO_SCHEMA", "schema"),
          conditional("TRINO_USER", "user; Trino serves nobody without a name"),
          optional("TRINO_PASSWORD", "password of the user; sent over HTTPS alone").asSecret(),
          ENGINE_ARGUMENTS);

  private SqlKeys() {}
}
