package dev.rekey.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.datasource.Catalogue;
import dev.rekey.datasource.ConfigKey;
import dev.rekey.datasource.Kind;
import dev.rekey.rotation.DefaultMappings.Choice;
import dev.rekey.secret.Secret;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DefaultMappingsTest {
  private static final Pattern COMMA = Pattern.compile(", ");

  private static Choice choose(Kind kind, String secret, String held) {
    Set<String> keys =
        held == null ? Set.of() : COMMA.splitAsStream(held).collect(Collectors.toSet());
    return DefaultMappings.choose(kind, SecretReader.read(Secret.of(SecretTexts.of(secret))), keys);
  }

  private static Choice mapped(String pairs) {
    TreeMap<String, Secret> values = new TreeMap<>();
    COMMA
        .splitAsStream(pairs)
        .forEach(
            pair -> {
              int equals = pair.indexOf('=');
              values.put(
                  pair.substring(0, equals), Secret.of(SecretTexts.of(pair.substring(equals + 1))));
            });
    return new Choice.Mapped(values);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          POSTGRESQL | of RDS           | {"username":"app","password":"p1","engine":"postgres",<rds>}          | PGUSER=app, PGPASSWORD=p1
          POSTGRESQL | of Aurora        | {"username":"app","password":"p1","engine":"aurora-postgresql",<rds>} | PGUSER=app, PGPASSWORD=p1
          POSTGRESQL | unknown engine   | {"username":"app","password":"p1","engine":"acme",<rds>}              | PGUSER=app, PGPASSWORD=p1
          POSTGRESQL | one line         | p 1{"                                                                 | PGPASSWORD=p 1{"
          POSTGRESQL | a file's line    | p1<cr><lf>                                                            | PGPASSWORD=p1
          POSTGRESQL | a brace, no JSON | {x9]                                                                  | PGPASSWORD={x9]
          POSTGRESQL | password alone   | {"password":"p1"}                                                     | PGPASSWORD=p1
          POSTGRESQL | user empty       | {"user":"","pwd":"p1"}                                                | PGPASSWORD=p1
          POSTGRESQL | spelling         | {"User_Name":"app","PASS-WORD":"p1"}                                  | PGUSER=app, PGPASSWORD=p1
          POSTGRESQL | a number         | {"password":1.10e0}                                                   | PGPASSWORD=1.10e0
          POSTGRESQL | a huge number    | {"password":<900 digits>,"port":1e<900 digits>}                       | PGPASSWORD=<900 digits>
          POSTGRESQL | two names        | {"user":"app","username":"app","password":"p1"}                       | PGUSER=app, PGPASSWORD=p1
          POSTGRESQL | doubled host     | {"host":"a","HOST":"b","password":"p1"}                               | PGPASSWORD=p1
          POSTGRESQL | own names win    | {"PGUSER":"me","PGPASSWORD":"p2","PGHOST":"db","username":"app","password":"p1"} | PGUSER=me, PGPASSWORD=p2
          POSTGRESQL | byte order mark  | <bom>{"username":"app","password":"p1"}                               | PGUSER=app, PGPASSWORD=p1
          POSTGRESQL | URL, escaped     | postgresql://ap%40p:p%2F1+%C3%A9@db:5432/x?sslmode=require            | PGUSER=ap@p, PGPASSWORD=p/1+é
          POSTGRESQL | JDBC URL         | jdbc:postgresql://app:p@1@db/x                                        | PGUSER=app, PGPASSWORD=p@1
          POSTGRESQL | URL, no user     | postgres://:p1@db/x                                                   | PGPASSWORD=p1
          POSTGRESQL | URL of a driver  | postgresql+psycopg2://app:p1@db/x                                     | PGUSER=app, PGPASSWORD=p1
          MYSQL      | of RDS           | {"username":"app","password":"p1","engine":"mariadb",<rds>}           | MYSQL_USER=app, MYSQL_PWD=p1
          MYSQL      | URL              | mysql://app:p1@db/x                                                   | MYSQL_USER=app, MYSQL_PWD=p1
          MYSQL      | one line         | p1                                                                    | MYSQL_PWD=p1
          MSSQL      | of RDS           | {"username":"app","password":"p1","engine":"sqlserver-ee",<rds>}      | MSSQL_USER=app, MSSQL_PWD=p1
          MSSQL      | URL              | mssql+pyodbc://app:p1@db/x                                            | MSSQL_USER=app, MSSQL_PWD=p1
          MSSQL      | principal        | {"client_id":"id","client_secret":"p1","tenant_id":"t"}               | MSSQL_CLIENT_ID=id, MSSQL_CLIENT_SECRET=p1, MSSQL_TENANT_ID=t
          MSSQL      | one line         | p1                                                                    | MSSQL_PWD=p1
          CLICKHOUSE | JSON             | {"username":"app","password":"p1"}                                    | CLICKHOUSE_USER=app, CLICKHOUSE_PWD=p1
          CLICKHOUSE | URL              | https://app:p1@db:8443                                                | CLICKHOUSE_USER=app, CLICKHOUSE_PWD=p1
          CLICKHOUSE | one line         | p1                                                                    | CLICKHOUSE_PWD=p1
          TRINO      | JSON             | {"username":"app","password":"p1"}                                    | TRINO_USER=app, TRINO_PASSWORD=p1
          TRINO      | URL              | trino://app:p1@db/x                                                   | TRINO_USER=app, TRINO_PASSWORD=p1
          TRINO      | one line         | p1                                                                    | TRINO_PASSWORD=p1
          REDSHIFT   | of Redshift      | {"username":"app","password":"p1","engine":"redshift",<rds>}          | REDSHIFT_USER=app, REDSHIFT_PASSWORD=p1
          REDSHIFT   | JDBC URL         | jdbc:redshift:iam://app:p1@db/x                                       | REDSHIFT_USER=app, REDSHIFT_PASSWORD=p1
          REDSHIFT   | one line         | p1                                                                    | REDSHIFT_PASSWORD=p1
          SNOWFLAKE  | JSON             | {"username":"app","password":"p1","engine":"snowflake",<rds>}         | SNOWFLAKE_USER=app, SNOWFLAKE_PASSWORD=p1
          SNOWFLAKE  | JSON with a key  | {"user":"app","privateKey":"<pem in json>"}                           | SNOWFLAKE_USER=app, SNOWFLAKE_PRIVATE_KEY_B64=<pem64>
          SNOWFLAKE  | key in base64    | {"private_key":"<pem64>"}                                             | SNOWFLAKE_PRIVATE_KEY_B64=<pem64>
          SNOWFLAKE  | one by its key   | {"SNOWFLAKE_PASSWORD":"p1","private_key":"k1"}                        | SNOWFLAKE_PASSWORD=p1
          SNOWFLAKE  | PEM              | <pem>                                                                 | SNOWFLAKE_PRIVATE_KEY_B64=<pem64>
          SNOWFLAKE  | URL              | snowflake://app:p1@acme/db                                            | SNOWFLAKE_USER=app, SNOWFLAKE_PASSWORD=p1
          SNOWFLAKE  | one line         | p1                                                                    | SNOWFLAKE_PASSWORD=p1
          DATABRICKS | token            | {"access_token":"p1"}                                                 | DATABRICKS_TOKEN=p1
          DATABRICKS | as a password    | {"username":"token","password":"p1"}                                  | DATABRICKS_TOKEN=p1
          DATABRICKS | URL              | databricks://token:p1@adb.example                                     | DATABRICKS_TOKEN=p1
          DATABRICKS | OAuth            | {"clientId":"id","clientSecret":"p1"}                                 | DATABRICKS_CLIENT_ID=id, DATABRICKS_CLIENT_SECRET=p1
          DATABRICKS | one line         | p1                                                                    | DATABRICKS_TOKEN=p1
          BIGQUERY   | service account  | <account>                                                             | BQ_CREDENTIALS_BASE64=<account64>
          BIGQUERY   | one line         | <account64>                                                           | BQ_CREDENTIALS_BASE64=<account64>
          BIGQUERY   | of the IAM API   | {"privateKeyData":"e30="}                                             | BQ_CREDENTIALS_BASE64=e30=
          SPANNER    | service account  | <account>                                                             | SPANNER_CREDENTIALS_BASE64=<account64>
          ATHENA     | key pair         | {"access_key_id":"id","secret_access_key":"p1"}                       | ATHENA_AWS_ACCESS_KEY_ID=id, ATHENA_AWS_ACCESS_KEY_SECRET=p1
          ATHENA     | of the AWS CLI   | {"AccessKeyId":"id","SecretAccessKey":"p1","UserName":"u"}            | ATHENA_AWS_ACCESS_KEY_ID=id, ATHENA_AWS_ACCESS_KEY_SECRET=p1
          DYNAMODB   | key pair         | {"accessKeyId":"id","secretAccessKey":"p1"}                           | DYNAMODB_AWS_CLIENT_ID_OVERRIDE=id, DYNAMODB_AWS_CLIENT_SECRET_OVERRIDE=p1
          KINESIS    | key pair         | {"aws_access_key_id":"id","aws_secret_access_key":"p1"}               | KINESIS_AWS_ACCESS_KEY_ID=id, KINESIS_AWS_SECRET_ACCESS_KEY=p1
          KINESIS    | with a session   | {"access_key_id":"id","secret_access_key":"p1","session_token":"t"}   | KINESIS_AWS_ACCESS_KEY_ID=id, KINESIS_AWS_SECRET_ACCESS_KEY=p1, KINESIS_AWS_SESSION_TOKEN=t
          KAFKA      | of MSK           | {"username":"app","password":"p1"}                                    | KAFKA_SASL_USERNAME=app, KAFKA_SASL_PASSWORD=p1
          KAFKA      | of SASL          | {"sasl_username":"app","sasl.password":"p1"}                          | KAFKA_SASL_USERNAME=app, KAFKA_SASL_PASSWORD=p1
          KAFKA      | API key          | {"apiKey":"app","apiSecret":"p1"}                                     | KAFKA_SASL_USERNAME=app, KAFKA_SASL_PASSWORD=p1
          KAFKA      | one line         | p1                                                                    | KAFKA_SASL_PASSWORD=p1
          """)
  void onlyTheCredentialIsMapped(Kind kind, String fact, String secret, String expected) {
    Choice choice = choose(kind, secret, null);

    assertThat(choice).as(fact).isEqualTo(mapped(expected));
  }

  @ParameterizedTest(name = "{0}: {2}, {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          MSSQL      | {"password":"p1","client_secret":"p2"}           | MSSQL_USER                                | MSSQL_PWD=p1
          MSSQL      | {"password":"p1","client_secret":"p2"}           | MSSQL_CLIENT_ID                           | MSSQL_CLIENT_SECRET=p2
          MSSQL      | p1                                               | MSSQL_CLIENT_ID                           | MSSQL_CLIENT_SECRET=p1
          SNOWFLAKE  | {"user":"a","password":"p1","private_key":"k1"}  | SNOWFLAKE_USER, SNOWFLAKE_PRIVATE_KEY_B64 | SNOWFLAKE_USER=a, SNOWFLAKE_PRIVATE_KEY_B64=k1
          SNOWFLAKE  | {"user":"a","password":"p1","private_key":"k1"}  | SNOWFLAKE_USER, SNOWFLAKE_PASSWORD        | SNOWFLAKE_USER=a, SNOWFLAKE_PASSWORD=p1
          SNOWFLAKE  | k1                                               | SNOWFLAKE_PRIVATE_KEY_B64                 | SNOWFLAKE_PRIVATE_KEY_B64=k1
          DATABRICKS | p1                                               | DATABRICKS_CLIENT_SECRET                  | DATABRICKS_CLIENT_SECRET=p1
          DATABRICKS | {"token":"p1","client_secret":"p2"}              | DATABRICKS_TOKEN                          | DATABRICKS_TOKEN=p1
          """)
  void theOneWayInUseDecides(Kind kind, String secret, String held, String expected) {
    Choice choice = choose(kind, secret, held);

    assertThat(choice).isEqualTo(mapped(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          MSSQL      | {"password":"p","client_secret":"s"} |                                |
          MSSQL      | p                                    | MSSQL_PWD, MSSQL_CLIENT_SECRET |
          SNOWFLAKE  | {"password":"p","private_key":"k"}   | SNOWFLAKE_USER                 |
          DATABRICKS | {"token":"p","client_secret":"s"}    |                                |
          """)
  void severalWaysAreNotGuessedBetween(Kind kind, String secret, String held) {
    assertThat(choose(kind, secret, held)).isInstanceOf(Choice.Ambiguous.class);
  }

  @Test
  void theKeysOfEachWayAreCandidates() {
    Choice choice =
        choose(Kind.MSSQL, "{\"user\":\"u\",\"pwd\":\"p\",\"client_secret\":\"s\"}", null);

    assertThat(choice)
        .isEqualTo(
            new Choice.Ambiguous(
                List.of(List.of("MSSQL_PWD", "MSSQL_USER"), List.of("MSSQL_CLIENT_SECRET"))));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyKeyOfATableIsInTheCatalogue(Kind kind) {
    Set<String> known =
        Catalogue.of(kind).stream().flatMap(ConfigKey::names).collect(Collectors.toSet());

    assertThat(CredentialWays.of(kind)).flatExtracting(CredentialWay::keys).isSubsetOf(known);
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "PUBSUB")
  void everyCredentialOfTheCatalogueIsFedBySomeWay(Kind kind) {
    List<String> secret =
        Catalogue.of(kind).stream()
            .filter(ConfigKey::secret)
            .map(ConfigKey::name)
            .filter(name -> !name.equals("KAFKA_ADDITIONAL_KAFKA_ARGS"))
            .toList();

    assertThat(secret).isNotEmpty().isSubsetOf(CredentialWays.FED);
  }
}
