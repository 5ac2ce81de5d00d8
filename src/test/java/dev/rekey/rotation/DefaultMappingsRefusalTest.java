package dev.rekey.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.datasource.Kind;
import dev.rekey.rotation.DefaultMappings.Choice;
import dev.rekey.secret.Secret;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultMappingsRefusalTest {
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          POSTGRESQL | {"password":"canary-7f3a","engine":"mysql"}             | is one for mysql, not for POSTGRESQL
          POSTGRESQL | {"password":"canary-7f3a","engine":"MariaDB"}           | is one for mariadb, not for POSTGRESQL
          POSTGRESQL | {"password":"canary-7f3a","ENGINE":"redshift"}          | is one for redshift, not for POSTGRESQL
          MYSQL      | {"password":"canary-7f3a","engine":"aurora-postgresql"} | is one for aurora-postgresql, not for MYSQL
          SNOWFLAKE  | {"password":"canary-7f3a","engine":"sqlserver-web"}     | is one for sqlserver, not for SNOWFLAKE
          MSSQL      | {"password":"canary-7f3a","engine":"oracle-ee"}         | is one for oracle, not for MSSQL
          POSTGRESQL | mysql://app:canary-7f3a@db                              | is one for mysql, not for POSTGRESQL
          POSTGRESQL | gopher://app:canary-7f3a@db                             | is a URL of a scheme that is not known
          POSTGRESQL | postgres://canary-7f3a@db                               | is a URL without user:password@
          POSTGRESQL | postgres://canary-7f3a:@db                              | is a URL without user:password@
          POSTGRESQL | postgres://canary-7f3a/x                                | is a URL without user:password@
          MSSQL      | jdbc:sqlserver://db;user=a:b;password=canary-7f3a@c     | is a URL without user:password@
          POSTGRESQL | postgres://a:canary-7f3a%zz@db                          | no percent-encoding
          POSTGRESQL | postgres://a:canary-7f3a%4@db                           | no percent-encoding
          POSTGRESQL | postgres://a:canary-7f3a%ff@db                          | no percent-encoding
          POSTGRESQL | {"secret":"canary-7f3a"}                                | POSTGRESQL takes a JSON object with password (and username); one line for PGPASSWORD; a URL
          POSTGRESQL | {"username":"canary-7f3a"}                              | holds no credential
          POSTGRESQL | {"password":{"a":"canary-7f3a"}}                        | holds no credential
          POSTGRESQL | {"password":true,"a":"canary-7f3a"}                     | holds no credential
          POSTGRESQL | {"password":"","a":"canary-7f3a"}                       | holds no credential
          POSTGRESQL | {}                                                      | holds no credential
          POSTGRESQL | ["canary-7f3a"]                                         | is JSON, but no object
          POSTGRESQL | {"password":"canary-7f3a"                               | is broken JSON
          POSTGRESQL | {"password":"canary-7f3a"}{}                            | is broken JSON
          POSTGRESQL | {"a":<1100 levels>"canary-7f3a"                         | beyond the limits
          POSTGRESQL | <1100 levels>"canary-7f3a"                              | beyond the limits
          POSTGRESQL | {"password":"a","Password":"canary-7f3a"}               | several fields for PGPASSWORD
          POSTGRESQL | {"password":"a","password":"canary-7f3a"}               | several fields for PGPASSWORD
          POSTGRESQL | {"user":"a","username":"b","password":"canary-7f3a"}    | several fields for PGUSER
          POSTGRESQL | canary-7f3a<lf>b<lf>                                    | more than one line
          POSTGRESQL | <lf> <lf>                                               | is empty
          POSTGRESQL | <pem>                                                   | holds no credential
          ATHENA     | {"secret_access_key":"canary-7f3a"}                     | access_key_id and secret_access_key
          DYNAMODB   | canary-7f3a                                             | DYNAMODB takes a JSON object with access_key_id
          KAFKA      | postgres://app:canary-7f3a@db                           | is one for postgres, not for KAFKA
          SNOWFLAKE  | <account>                                               | holds no credential
          SNOWFLAKE  | <pem><pem>                                              | not one private key
          SNOWFLAKE  | <certificate>                                           | not one private key
          SNOWFLAKE  | <encrypted pem>                                         | is an encrypted private key
          PUBSUB     | <account>                                               | PUBSUB has no key for a credential
          """)
  void whatDoesNotFitIsRefusedWithAReasonAndWithoutAValue(Kind kind, String secret, String reason) {
    assertRefused(choose(kind, secret, Set.of()), reason);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          POSTGRESQL, PG_AWS_IAM_AUTH
          KAFKA,      KAFKA_MSK_IAM_AUTH
          DYNAMODB,   DYNAMODB_AWS_ROLE_ARN_OVERRIDE
          SPANNER,    SPANNER_EMULATOR_HOST
          """)
  void aLoginWithoutASecretNeedsNone(Kind kind, String key) {
    Choice choice = choose(kind, "canary-7f3a", Set.of(key, "PGPASSWORD", "KAFKA_SASL_PASSWORD"));

    assertRefused(choice, "is not needed, because the data source has " + key);
  }

  /** OAuth wins over the token, so that the test would pass whatever the token is. */
  @Test
  void aSecretForAnotherWayThanThatInUseIsRefused() {
    Choice choice =
        choose(
            Kind.DATABRICKS,
            "{\"token\":\"canary-7f3a\"}",
            Set.of("DATABRICKS_CLIENT_ID", "DATABRICKS_CLIENT_SECRET"));

    assertRefused(
        choice,
        "is for DATABRICKS_TOKEN, but the data source logs in by DATABRICKS_CLIENT_ID,"
            + " DATABRICKS_CLIENT_SECRET");
  }

  @Test
  void bytesThatAreNoTextAreRefused() {
    SecretShape shape = SecretReader.read(Secret.of(new byte[] {'p', (byte) 0xff, 'w'}));

    assertRefused(DefaultMappings.choose(Kind.POSTGRESQL, shape, Set.of()), "is not text");
  }

  private static Choice choose(Kind kind, String secret, Set<String> held) {
    return DefaultMappings.choose(kind, SecretReader.read(Secret.of(SecretTexts.of(secret))), held);
  }

  private static void assertRefused(Choice choice, String reason) {
    assertThat(choice)
        .isInstanceOfSatisfying(
            Choice.NoFit.class,
            noFit -> assertThat(noFit.why()).contains(reason).doesNotContain("canary"));
  }
}
