package dev.rekey.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.clickhouse.ClickhouseConnector;
import dev.rekey.connector.mssql.ManagedIdentity;
import dev.rekey.connector.mssql.MssqlConnector;
import dev.rekey.connector.mysql.MysqlConnector;
import dev.rekey.connector.postgresql.PostgresqlConnector;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.aws.SignedTokens;
import dev.rekey.connector.support.aws.TestAws;
import dev.rekey.connector.trino.TrinoConnector;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;

/** Servers as they are published now, where there is a container engine: {@code -Pcontainers}. */
@Tag("containers")
class CurrentServersTest {
  private static final Egress OPEN = ConnectorFixture.OPEN;
  private static final String PASSWORD = "Right-3f9d!";
  private static final String WRONG = "Wrong-3f9d!";
  private static final Duration START_TIME = Duration.ofMinutes(3);
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @Test
  void mysql() {
    try (var server =
        started(
            "mysql:8.4",
            3306,
            Map.of(
                "MYSQL_ROOT_PASSWORD",
                PASSWORD,
                "MYSQL_DATABASE",
                "orders",
                "MYSQL_USER",
                "reader",
                "MYSQL_PASSWORD",
                PASSWORD))) {
      assertLogsIn(
          new Setup(
              new MysqlConnector(OPEN),
              Map.of(
                  "MYSQL_HOST",
                  server.getHost(),
                  "MYSQL_TCP_PORT",
                  port(server),
                  "MYSQL_DATABASE",
                  "orders",
                  "MYSQL_USER",
                  "reader",
                  "MYSQL_PWD",
                  PASSWORD)),
          "MYSQL_PWD");
    }
  }

  @Test
  void sqlServer() {
    try (var server =
        started(
            "mcr.microsoft.com/mssql/server:2022-latest",
            1433,
            Map.of("ACCEPT_EULA", "Y", "MSSQL_SA_PASSWORD", PASSWORD))) {
      assertLogsIn(
          new Setup(
              new MssqlConnector(OPEN, Optional.empty(), ManagedIdentity.of(Map.of())),
              Map.of(
                  "MSSQL_HOST",
                  server.getHost(),
                  "MSSQL_TCP_PORT",
                  port(server),
                  "MSSQL_DATABASE",
                  "master",
                  "MSSQL_USER",
                  "sa",
                  "MSSQL_PWD",
                  PASSWORD,
                  "ENGINE_ARGUMENTS",
                  "{\"connect_args\": {\"trust_server_certificate\": \"yes\"}}")),
          "MSSQL_PWD");
    }
  }

  @Test
  void clickhouse() {
    try (var server =
        started(
            "clickhouse/clickhouse-server:25.8",
            9000,
            Map.of(
                "CLICKHOUSE_DB", "orders",
                "CLICKHOUSE_USER", "reader",
                "CLICKHOUSE_PASSWORD", PASSWORD))) {
      assertLogsIn(
          new Setup(
              new ClickhouseConnector(OPEN),
              Map.of(
                  "CLICKHOUSE_HOST",
                  server.getHost(),
                  "CLICKHOUSE_TCP_PORT",
                  port(server),
                  "CLICKHOUSE_USE_TLS",
                  "no",
                  "CLICKHOUSE_DATABASE",
                  "orders",
                  "CLICKHOUSE_USER",
                  "reader",
                  "CLICKHOUSE_PWD",
                  PASSWORD)),
          "CLICKHOUSE_PWD");
    }
  }

  @Test
  void postgresql() {
    try (var server =
        started(
            "postgres:18",
            5432,
            Map.of(
                "POSTGRES_DB", "orders",
                "POSTGRES_USER", "reader",
                "POSTGRES_PASSWORD", PASSWORD))) {
      assertLogsIn(
          new Setup(
              new PostgresqlConnector(
                  OPEN, new SignedTokens(OPEN, TestAws.nowhere(), InstantSource.system())),
              Map.of(
                  "PGHOST",
                  server.getHost(),
                  "PGPORT",
                  port(server),
                  "PGDATABASE",
                  "orders",
                  "PGUSER",
                  "reader",
                  "PGPASSWORD",
                  PASSWORD)),
          "PGPASSWORD");
    }
  }

  /** The image asks for no password. */
  @Test
  void trino() {
    try (var server = started("trinodb/trino:476", 8080, Map.of())) {
      var setup =
          new Setup(
              new TrinoConnector(OPEN),
              Map.of(
                  "TRINO_HOST", server.getHost(),
                  "TRINO_PORT", port(server),
                  "TRINO_USER", "reader",
                  "TRINO_CATALOG", "tpch",
                  "TRINO_SCHEMA", "tiny"));

      assertPasses(setup);
      assertThat(setup.with("TRINO_CATALOG", "none").test(DEADLINE))
          .isInstanceOf(Misconfigured.class);
    }
  }

  private static GenericContainer<?> started(String image, int port, Map<String, String> settings) {
    GenericContainer<?> server =
        new GenericContainer<>(image).withEnv(settings).withExposedPorts(port);
    server.start();
    return server;
  }

  private static String port(GenericContainer<?> server) {
    return Integer.toString(server.getFirstMappedPort());
  }

  private static void assertLogsIn(Setup setup, String passwordKey) {
    assertPasses(setup);
    assertThat(setup.with(passwordKey, WRONG).test(DEADLINE)).isInstanceOf(Refused.class);
  }

  private static void assertPasses(Setup setup) {
    await()
        .atMost(START_TIME)
        .untilAsserted(() -> assertThat(setup.test(DEADLINE)).isInstanceOf(Passed.class));
  }
}
