package dev.rekey.datasource;

import static dev.rekey.datasource.ConfigKey.conditional;
import static dev.rekey.datasource.ConfigKey.optional;
import static dev.rekey.datasource.ConfigKey.required;

import java.util.List;

/** The keys of the hosted warehouses. */
final class WarehouseKeys {
  static final List<ConfigKey> REDSHIFT =
      List.of(
          required("REDSHIFT_HOST", "host of the cluster or work group"),
          optional("REDSHIFT_PORT", "port").defaultingTo("5439"),
          required("REDSHIFT_DB", "database"),
          required("REDSHIFT_USER", "user"),
          required("REDSHIFT_PASSWORD", "password of the user").asSecret(),
          optional("REDSHIFT_UNLOAD_IAM_ROLE", "role that UNLOAD writes with")
              .defaultingTo("default"),
          optional("REDSHIFT_UNLOAD_S3_BUCKET", "bucket that UNLOAD writes to; none: no UNLOAD"),
          SqlKeys.ENGINE_ARGUMENTS);

  static final List<ConfigKey> SNOWFLAKE =
      List.of(
          required("SNOWFLAKE_ACCOUNT_ID", "account identifier").alsoCalled("SNOWFLAKE_ACCOUNT"),
          required("SNOWFLAKE_USER", "user"),
          conditional("SNOWFLAKE_PASSWORD", "password of the user, unless by key").asSecret(),
          conditional("SNOWFLAKE_PRIVATE_KEY_B64", "private key of the user, PEM in base64")
              .asSecret(),
          optional("SNOWFLAKE_WAREHOUSE", "warehouse of the session"),
          optional("SNOWFLAKE_DATABASE", "database of the session"),
          optional("SNOWFLAKE_SCHEMA", "schema of the session"),
          optional("SNOWFLAKE_ROLE", "role of the session"),
          optional("SNOWFLAKE_UNLOAD_STAGE", "stage to unload to, without the @"),
          optional("SNOWFLAKE_UNLOAD_EXTERNAL_LOCATION", "cloud URI behind the stage"),
          optional("SNOWFLAKE_UNLOAD_STORAGE_INTEGRATION", "storage integration of the stage"),
          SqlKeys.ENGINE_ARGUMENTS);

  static final List<ConfigKey> DATABRICKS =
      List.of(
          required("DATABRICKS_HOST", "host of the workspace"),
          required("DATABRICKS_HTTP_PATH", "path of the SQL endpoint"),
          conditional("DATABRICKS_TOKEN", "personal access token").asSecret(),
          conditional("DATABRICKS_CLIENT_ID", "OAuth client id; wins over the token"),
          conditional("DATABRICKS_CLIENT_SECRET", "OAuth client secret").asSecret(),
          optional("DATABRICKS_DATABASE", "catalog or database"),
          optional("DATABRICKS_PORT", "port").defaultingTo("443"),
          SqlKeys.ENGINE_ARGUMENTS);

  private WarehouseKeys() {}
}
