package dev.rekey.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.datasource.ConfigKey.Requirement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CatalogueTest {
  @ParameterizedTest
  @EnumSource
  void everyKindHasKeysOfDifferentNames(Kind kind) {
    assertThat(Catalogue.of(kind)).isNotEmpty();
    assertThat(Catalogue.of(kind).stream().flatMap(ConfigKey::names)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void everyKeyIsAnEnvironmentVariableWithAMeaning(Kind kind) {
    assertThat(Catalogue.of(kind).stream().flatMap(ConfigKey::names))
        .allMatch(name -> name.matches("[A-Z][A-Z0-9_]*"));
    assertThat(Catalogue.of(kind)).noneMatch(key -> key.meaning().isBlank());
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsMissingOnceTheRequiredKeysAreThere(Kind kind) {
    List<String> required = Catalogue.missing(kind, Set.of());

    assertThat(Catalogue.missing(kind, required)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "POSTGRESQL, PGHOST PGDATABASE PGUSER",
    "MYSQL, MYSQL_HOST MYSQL_DATABASE MYSQL_USER",
    "MSSQL, MSSQL_HOST MSSQL_DATABASE",
    "CLICKHOUSE, CLICKHOUSE_HOST",
    "TRINO, TRINO_HOST",
    "REDSHIFT, REDSHIFT_HOST REDSHIFT_DB REDSHIFT_USER REDSHIFT_PASSWORD",
    "SNOWFLAKE, SNOWFLAKE_ACCOUNT_ID SNOWFLAKE_USER",
    "BIGQUERY, BQ_PROJECT",
    "ATHENA, ATHENA_AWS_REGION ATHENA_S3_STAGING_DIR",
    "DATABRICKS, DATABRICKS_HOST DATABRICKS_HTTP_PATH",
    "SPANNER, SPANNER_PROJECT SPANNER_INSTANCE SPANNER_DATABASE",
    "KAFKA, KAFKA_BOOTSTRAP_SERVER KAFKA_TOPIC",
    "KINESIS, KINESIS_REGION_NAME",
    "PUBSUB, PUBSUB_PROJECT_ID PUBSUB_SUBSCRIPTION_ID"
  })
  void requiredKeysAreNamedWhenNothingIsGiven(Kind kind, String names) {
    assertThat(Catalogue.missing(kind, Set.of())).containsExactly(names.split(" ", -1));
  }

  @Test
  void dynamoDbNeedsNoKey() {
    assertThat(Catalogue.missing(Kind.DYNAMODB, Set.of())).isEmpty();
  }

  @Test
  void aliasCountsAsTheKey() {
    assertThat(Catalogue.missing(Kind.SNOWFLAKE, Set.of("SNOWFLAKE_ACCOUNT", "SNOWFLAKE_USER")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "POSTGRESQL, PGPASSWORD, true",
    "POSTGRESQL, PGUSER, false",
    "MYSQL, MYSQL_PWD, true",
    "MSSQL, MSSQL_CLIENT_SECRET, true",
    "SNOWFLAKE, SNOWFLAKE_PRIVATE_KEY_B64, true",
    "BIGQUERY, BQ_CREDENTIALS_BASE64, true",
    "BIGQUERY, BQ_CREDENTIALS_PATH, false",
    "ATHENA, ATHENA_AWS_ACCESS_KEY_ID, true",
    "KINESIS, KINESIS_AWS_SESSION_TOKEN, true",
    "KINESIS, KINESIS_AWS_ACCESS_KEY_ID, false",
    "KAFKA, KAFKA_ADDITIONAL_KAFKA_ARGS, true",
    "KAFKA, KAFKA_DLQ_TOPIC, false"
  })
  void knownKeyIsSecretAsTheCatalogueSays(Kind kind, String key, boolean secret) {
    assertThat(Catalogue.isSecret(kind, key)).isEqualTo(secret);
  }

  @ParameterizedTest
  @CsvSource({
    "PG_REPLICA_PASSWORD, true",
    "my_pwd, true",
    "ApiToken, true",
    "SSH_PRIVATE_KEY, true",
    "shared_secret, true",
    "GOOGLE_APPLICATION_CREDENTIALS, true",
    "PGAPPNAME, false"
  })
  void unknownKeyIsSecretWhenItsNameSoundsSo(String key, boolean secret) {
    assertThat(Catalogue.isSecret(Kind.POSTGRESQL, key)).isEqualTo(secret);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"DYNAMODB", "KAFKA", "KINESIS", "PUBSUB"},
      mode = EnumSource.Mode.EXCLUDE)
  void sqlKindTakesEngineArguments(Kind kind) {
    assertThat(Catalogue.of(kind)).extracting(ConfigKey::name).contains("ENGINE_ARGUMENTS");
  }

  @Test
  void streamOfKinesisIsGivenByNameOrArn() {
    assertThat(Catalogue.of(Kind.KINESIS))
        .filteredOn(key -> key.requirement() == Requirement.CONDITIONAL)
        .extracting(ConfigKey::name)
        .containsExactly("KINESIS_STREAM_NAME", "KINESIS_STREAM_ARN");
  }

  @Test
  void portOfPostgresqlHasADefault() {
    assertThat(Catalogue.of(Kind.POSTGRESQL))
        .filteredOn(key -> key.name().equals("PGPORT"))
        .singleElement()
        .satisfies(
            port -> {
              assertThat(port.requirement()).isEqualTo(Requirement.OPTIONAL);
              assertThat(port.defaultValue()).contains("5432");
            });
  }
}
