package dev.rekey.rotation;

import dev.rekey.datasource.Kind;
import dev.rekey.rotation.CredentialWay.Form;
import dev.rekey.rotation.CredentialWay.Need;
import dev.rekey.rotation.CredentialWay.Part;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How data sources of each kind log in. The first way of a kind is its usual one. */
final class CredentialWays {
  /** Keys that say yes or no; one that says no counts as none. */
  static final Set<String> FLAGS = Set.of("PG_AWS_IAM_AUTH", "KAFKA_MSK_IAM_AUTH");

  private static final List<String> USER = List.of("username", "user", "login");
  private static final List<String> PASSWORD = List.of("password", "passwd", "pwd");
  private static final List<String> CLIENT_ID = List.of("client_id", "application_id", "app_id");
  private static final List<String> CLIENT_SECRET = List.of("client_secret", "oauth_secret");
  private static final List<String> TENANT = List.of("tenant_id", "directory_id");
  private static final List<String> ACCESS_KEY =
      List.of("access_key_id", "aws_access_key_id", "access_key");
  private static final List<String> SECRET_KEY =
      List.of("secret_access_key", "aws_secret_access_key", "access_key_secret", "secret_key");
  private static final List<String> SESSION =
      List.of("session_token", "aws_session_token", "security_token");
  private static final List<String> ACCOUNT_KEY =
      // As the IAM API and Vault give it out: in base64 already.
      List.of("private_key_data", "credentials_base64");

  private static final List<CredentialWay> ATHENA =
      List.of(pair("ATHENA_AWS_ACCESS_KEY_ID", "ATHENA_AWS_ACCESS_KEY_SECRET"));
  private static final List<CredentialWay> BIGQUERY = List.of(account("BQ_CREDENTIALS_BASE64"));
  private static final List<CredentialWay> CLICKHOUSE =
      List.of(login("CLICKHOUSE_USER", "CLICKHOUSE_PWD"));
  private static final List<CredentialWay> DATABRICKS =
      List.of(
          new CredentialWay(
              enough(
                  "DATABRICKS_TOKEN",
                  // Tools that know users and passwords alone log in as the user "token".
                  List.of("token", "access_token", "personal_access_token", "pat", "password"))),
          new CredentialWay(
              extra("DATABRICKS_CLIENT_ID", CLIENT_ID),
              enough("DATABRICKS_CLIENT_SECRET", CLIENT_SECRET)));
  private static final List<CredentialWay> DYNAMODB =
      List.of(
          pair("DYNAMODB_AWS_CLIENT_ID_OVERRIDE", "DYNAMODB_AWS_CLIENT_SECRET_OVERRIDE"),
          unfed("DYNAMODB_AWS_ROLE_ARN_OVERRIDE"));
  private static final List<CredentialWay> KAFKA =
      List.of(
          new CredentialWay(
              extra("KAFKA_SASL_USERNAME", and(USER, "sasl_username", "api_key")),
              enough("KAFKA_SASL_PASSWORD", and(PASSWORD, "sasl_password", "api_secret"))),
          unfed("KAFKA_MSK_IAM_AUTH"));
  private static final List<CredentialWay> KINESIS =
      List.of(
          new CredentialWay(
              paired("KINESIS_AWS_ACCESS_KEY_ID", ACCESS_KEY),
              paired("KINESIS_AWS_SECRET_ACCESS_KEY", SECRET_KEY),
              extra("KINESIS_AWS_SESSION_TOKEN", SESSION)));
  private static final List<CredentialWay> MSSQL =
      List.of(
          login("MSSQL_USER", "MSSQL_PWD"),
          new CredentialWay(
              extra("MSSQL_CLIENT_ID", CLIENT_ID),
              enough("MSSQL_CLIENT_SECRET", CLIENT_SECRET),
              extra("MSSQL_TENANT_ID", TENANT)));
  private static final List<CredentialWay> MYSQL = List.of(login("MYSQL_USER", "MYSQL_PWD"));
  private static final List<CredentialWay> POSTGRESQL =
      List.of(login("PGUSER", "PGPASSWORD"), unfed("PG_AWS_IAM_AUTH"));
  private static final List<CredentialWay> REDSHIFT =
      List.of(login("REDSHIFT_USER", "REDSHIFT_PASSWORD"));
  private static final List<CredentialWay> SNOWFLAKE =
      List.of(
          login("SNOWFLAKE_USER", "SNOWFLAKE_PASSWORD"),
          new CredentialWay(
              extra("SNOWFLAKE_USER", USER),
              new Part(
                  "SNOWFLAKE_PRIVATE_KEY_B64",
                  Need.ENOUGH,
                  Form.PEM,
                  List.of("private_key", "private_key_b64"))));
  private static final List<CredentialWay> SPANNER =
      List.of(account("SPANNER_CREDENTIALS_BASE64"), unfed("SPANNER_EMULATOR_HOST"));
  private static final List<CredentialWay> TRINO = List.of(login("TRINO_USER", "TRINO_PASSWORD"));

  /** Every key that some way may feed. */
  static final Set<String> FED =
      Arrays.stream(Kind.values())
          .flatMap(kind -> of(kind).stream())
          .filter(way -> !way.isUnfed())
          .flatMap(way -> way.keys().stream())
          .collect(Collectors.toUnmodifiableSet());

  private CredentialWays() {}

  /** Empty for a kind that has no key for a credential. */
  static List<CredentialWay> of(Kind kind) {
    return switch (kind) {
      case ATHENA -> ATHENA;
      case BIGQUERY -> BIGQUERY;
      case CLICKHOUSE -> CLICKHOUSE;
      case DATABRICKS -> DATABRICKS;
      case DYNAMODB -> DYNAMODB;
      case KAFKA -> KAFKA;
      case KINESIS -> KINESIS;
      case MSSQL -> MSSQL;
      case MYSQL -> MYSQL;
      case POSTGRESQL -> POSTGRESQL;
      case PUBSUB -> List.of();
      case REDSHIFT -> REDSHIFT;
      case SNOWFLAKE -> SNOWFLAKE;
      case SPANNER -> SPANNER;
      case TRINO -> TRINO;
    };
  }

  private static CredentialWay login(String user, String password) {
    return new CredentialWay(extra(user, USER), enough(password, PASSWORD));
  }

  private static CredentialWay pair(String id, String key) {
    return new CredentialWay(paired(id, ACCESS_KEY), paired(key, SECRET_KEY));
  }

  private static CredentialWay account(String key) {
    return new CredentialWay(new Part(key, Need.ENOUGH, Form.SERVICE_ACCOUNT, ACCOUNT_KEY));
  }

  private static CredentialWay unfed(String key) {
    return new CredentialWay(new Part(key, Need.UNFED, Form.TEXT, List.of()));
  }

  private static Part enough(String key, List<String> names) {
    return new Part(key, Need.ENOUGH, Form.TEXT, names);
  }

  private static Part paired(String key, List<String> names) {
    return new Part(key, Need.PAIRED, Form.TEXT, names);
  }

  private static Part extra(String key, List<String> names) {
    return new Part(key, Need.EXTRA, Form.TEXT, names);
  }

  private static List<String> and(List<String> names, String... more) {
    return Stream.concat(names.stream(), Arrays.stream(more)).toList();
  }
}
