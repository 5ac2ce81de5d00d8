package dev.rekey.connector.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.Connector;
import dev.rekey.connector.ConnectorContract;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.TestResult.Unreachable;
import dev.rekey.connector.TestResult.Unsupported;
import dev.rekey.testing.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresqlConnectorTest extends ConnectorContract {
  private static final PostgresServer SERVER = PostgresServer.shared();
  private static final String USER = "connector_test";
  private static final String PASSWORD = "right-3f9d";

  @BeforeAll
  static void makeUsersAndDatabases() {
    SERVER.createRole(USER, PASSWORD);
    SERVER.createDatabase("connector_test", USER);
    SERVER.createDatabase("connector_closed", PostgresServer.SUPERUSER);
    SERVER.execute("REVOKE CONNECT ON DATABASE connector_closed FROM PUBLIC");
  }

  @Override
  protected Connector connector() {
    return new PostgresqlConnector();
  }

  @Override
  protected Map<String, String> goodConfig() {
    return Map.of(
        "PGHOST",
        "127.0.0.1",
        "PGPORT",
        Integer.toString(SERVER.port()),
        "PGDATABASE",
        "connector_test",
        "PGUSER",
        USER,
        "PGPASSWORD",
        PASSWORD);
  }

  @Override
  protected Set<String> requiredKeys() {
    return Set.of("PGHOST", "PGDATABASE", "PGUSER");
  }

  @Override
  protected Set<String> secretKeys() {
    return Set.of("PGPASSWORD");
  }

  @Override
  protected String hostKey() {
    return "PGHOST";
  }

  @Override
  protected String portKey() {
    return "PGPORT";
  }

  @Override
  protected String databaseKey() {
    return "PGDATABASE";
  }

  @Override
  protected String tlsKey() {
    return "PGSSLMODE";
  }

  @Override
  protected Map<String, String> notPermittedConfig() {
    return with(goodConfig(), "PGDATABASE", "connector_closed");
  }

  @Override
  protected Map<String, String> untrustedConfig() {
    return TlsServer.config("verify-ca");
  }

  @Test
  void userThatMayNotLogInIsRefused() {
    SERVER.createRole("connector_nologin", PASSWORD);
    SERVER.execute("ALTER ROLE connector_nologin NOLOGIN");

    assertThat(outcome(with(goodConfig(), "PGUSER", "connector_nologin")))
        .isInstanceOf(Refused.class);
  }

  @Test
  void serverWithoutAFreeConnectionIsUnreachable() {
    SERVER.createRole("connector_crowd", PASSWORD);
    SERVER.execute("ALTER ROLE connector_crowd CONNECTION LIMIT 0");

    TestResult result = outcome(with(goodConfig(), "PGUSER", "connector_crowd"));

    assertThat(result).isInstanceOf(Unreachable.class);
    assertThat(result.message()).contains("53300");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "it's \"quoted\" \\ %s &?=/#",
        "pässwörd€😀",
        "ends with a line\n",
        "both ways אa1ب",
        "control\u0001\u007f",
        "unassigned \u0378"
      })
  void everyPasswordIsSentAsItIs(String password) {
    String user = "connector_" + Integer.toHexString(password.hashCode());
    SERVER.createRole(user, password);

    assertThat(outcome(with(with(goodConfig(), "PGUSER", user), "PGPASSWORD", password)))
        .isInstanceOf(Passed.class);
  }

  @Test
  void missingPasswordIsNamedWhenTheServerAsksForOne() {
    assertMisconfigured(withoutPassword(), "PGPASSWORD");
  }

  @Test
  void passwordFileOfTheMachineIsNotRead(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("pgpass"), "*:*:*:*:" + PASSWORD);
    System.setProperty("org.postgresql.pgpassfile", file.toString());
    try {
      assertMisconfigured(withoutPassword(), "PGPASSWORD");
    } finally {
      System.clearProperty("org.postgresql.pgpassfile");
    }
  }

  @Test
  void databaseThatLooksLikeOptionsIsADatabase() {
    String name = "a/b?sslmode=verify-full&user=postgres%20";
    SERVER.createDatabase(name, USER);

    assertThat(outcome(with(goodConfig(), "PGDATABASE", name))).isInstanceOf(Passed.class);
  }

  @Test
  void userThatSmugglesAnotherFieldIsNamed() {
    assertMisconfigured(with(goodConfig(), "PGUSER", USER + "\0database\0postgres"), "PGUSER");
  }

  @Test
  void keysThatAreNoneOfOursReachNoDriver() {
    var config = with(goodConfig(), "socketFactory", "no.such.Factory");

    assertThat(outcome(with(config, "sslmode", "verify-full"))).isInstanceOf(Passed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"REQUIRE", "verify_full", "on", CANARY})
  void unknownTlsModeIsNamed(String mode) {
    assertMisconfigured(with(goodConfig(), "PGSSLMODE", mode), "PGSSLMODE");
  }

  @Test
  void iamLoginIsUnsupported() {
    assertThat(outcome(with(goodConfig(), "PG_AWS_IAM_AUTH", "true")))
        .isEqualTo(new Unsupported("RDS IAM authentication is not supported by this version"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ERROR\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n", "N", "S", "R"})
  void serverOfAnotherKindIsUnreachable(String answer) throws IOException {
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerAll(server, answer));

      TestResult result =
          outcome(with(goodConfig(), "PGPORT", Integer.toString(server.getLocalPort())));

      assertThat(result).isInstanceOf(Unreachable.class);
    }
  }

  private Map<String, String> withoutPassword() {
    var config = new HashMap<>(goodConfig());
    config.remove("PGPASSWORD");
    return config;
  }

  private static void answerAll(ServerSocket server, String answer) {
    while (true) {
      try (var client = server.accept()) {
        client.getInputStream().read();
        client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      } catch (IOException closed) {
        return;
      }
    }
  }
}
