package dev.rekey.connector.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.Connector;
import dev.rekey.connector.ConnectorContract;
import dev.rekey.connector.Setup;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.TestResult.Unreachable;
import dev.rekey.connector.support.AwsTokens;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.datasource.Kind;
import dev.rekey.secret.Secret;
import dev.rekey.testing.PostgresServer;
import dev.rekey.testing.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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

  private static final TestResult DENIED = new TestResult.NotPermitted("may not be assumed");

  /** Gives the right password as a token, unless a role is asked for. */
  static final AwsTokens TOKENS =
      new AwsTokens() {
        @Override
        public Made rds(Endpoint at, String user, String region, Optional<String> roleArn) {
          return roleArn.isEmpty() ? new Token(Secret.of(PASSWORD)) : new NotMade(DENIED);
        }

        @Override
        public Made msk(String region, Optional<String> roleArn) {
          throw new UnsupportedOperationException("not for databases");
        }
      };

  @BeforeAll
  static void makeUsersAndDatabases() {
    SERVER.createRole(USER, PASSWORD);
    SERVER.createDatabase("connector_test", USER);
    SERVER.createDatabase("connector_closed", PostgresServer.SUPERUSER);
    SERVER.execute("REVOKE CONNECT ON DATABASE connector_closed FROM PUBLIC");
  }

  @Override
  protected Kind kind() {
    return Kind.POSTGRESQL;
  }

  @Override
  protected int serverPort() {
    return SERVER.port();
  }

  @Override
  protected Connector connector(Egress egress) {
    return new PostgresqlConnector(egress, TOKENS);
  }

  @Override
  protected Setup at(int port) {
    return new Setup(
        connector(OPEN),
        Map.of(
            "PGHOST",
            "127.0.0.1",
            "PGPORT",
            Integer.toString(port),
            "PGDATABASE",
            "connector_test",
            "PGUSER",
            USER,
            "PGPASSWORD",
            PASSWORD));
  }

  @Override
  protected Set<String> credentialKeys() {
    return Set.of("PGUSER", "PGPASSWORD");
  }

  @Override
  protected Map<String, String> wrongCredential() {
    return Map.of("PGPASSWORD", CANARY);
  }

  @Override
  protected Setup notPermitted() {
    return good().with("PGDATABASE", "connector_closed");
  }

  @Override
  protected Setup unknownThing() {
    return good().with("PGDATABASE", "no_such_database");
  }

  @Override
  protected String thingKey() {
    return "PGDATABASE";
  }

  @Override
  protected Set<String> hostKeys() {
    return Set.of("PGHOST");
  }

  @Override
  protected Set<String> portKeys() {
    return Set.of("PGPORT");
  }

  @Override
  protected Map<String, String> malformed() {
    return Map.of(
        "PGSSLMODE", "verify_full",
        "PGUSER", USER + "\0database\0postgres",
        "ENGINE_ARGUMENTS", "{\"connect_args\": {\"sslfactory\": \"" + CANARY + "\"}}");
  }

  @Override
  protected Served overTls(TestCertificate certificate) {
    TlsServer.SERVER.showCertificate(certificate);
    return Served.of(
        new Setup(connector(OPEN), TlsServer.config("verify-full")),
        () -> TlsServer.SERVER.showCertificate(TlsServer.CERTIFICATE));
  }

  @Test
  void userThatMayNotLogInIsRefused() {
    SERVER.createRole("connector_nologin", PASSWORD);
    SERVER.execute("ALTER ROLE connector_nologin NOLOGIN");

    assertThat(outcome(good().with("PGUSER", "connector_nologin"))).isInstanceOf(Refused.class);
  }

  @Test
  void serverWithoutAFreeConnectionIsUnreachable() {
    SERVER.createRole("connector_crowd", PASSWORD);
    SERVER.execute("ALTER ROLE connector_crowd CONNECTION LIMIT 0");

    TestResult result = outcome(good().with("PGUSER", "connector_crowd"));

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

    assertThat(outcome(good().with(Map.of("PGUSER", user, "PGPASSWORD", password))))
        .isInstanceOf(Passed.class);
  }

  @Test
  void missingPasswordIsNamedWhenTheServerAsksForOne() {
    assertMisconfigured(good().without("PGPASSWORD"), "PGPASSWORD");
  }

  @Test
  void passwordFileOfTheMachineIsNotRead(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("pgpass"), "*:*:*:*:" + PASSWORD);
    System.setProperty("org.postgresql.pgpassfile", file.toString());
    try {
      assertMisconfigured(good().without("PGPASSWORD"), "PGPASSWORD");
    } finally {
      System.clearProperty("org.postgresql.pgpassfile");
    }
  }

  @Test
  void databaseThatLooksLikeOptionsIsADatabase() {
    String name = "a/b?sslmode=verify-full&user=postgres%20";
    SERVER.createDatabase(name, USER);

    assertThat(outcome(good().with("PGDATABASE", name))).isInstanceOf(Passed.class);
  }

  @Test
  void keysThatAreNoneOfOursReachNoDriver() {
    assertThat(
            outcome(
                good().with(Map.of("socketFactory", "no.such.Factory", "sslmode", "verify-full"))))
        .isInstanceOf(Passed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"REQUIRE", "verify_full", "on", CANARY})
  void unknownTlsModeIsNamed(String mode) {
    assertMisconfigured(good().with("PGSSLMODE", mode), "PGSSLMODE");
  }

  @Test
  void tokenOfIamIsThePasswordOfTheLogin() {
    var config =
        Map.of("PG_AWS_IAM_AUTH", "true", "PG_AWS_REGION", "eu-west-1", "PGSSLMODE", "prefer");

    assertThat(outcome(good().without("PGPASSWORD").with(config))).isInstanceOf(Passed.class);
  }

  @Test
  void tokenOfIamGoesOverTlsUnlessTheConfigSaysOtherwise() {
    var config = Map.of("PG_AWS_IAM_AUTH", "true", "PG_AWS_REGION", "eu-west-1");

    assertMisconfigured(good().without("PGPASSWORD").with(config), "PGSSLMODE");
  }

  @Test
  void iamWithoutARegionIsNamed() {
    assertMisconfigured(good().with("PG_AWS_IAM_AUTH", "yes"), "PG_AWS_REGION");
  }

  @Test
  void roleThatGivesNoTokenIsTheOutcome() {
    var config =
        Map.of(
            "PG_AWS_IAM_AUTH", "true",
            "PG_AWS_REGION", "eu-west-1",
            "PG_AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/denied");

    assertThat(outcome(good().with(config))).isEqualTo(DENIED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ERROR\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n", "N", "S", "R"})
  void serverOfAnotherKindIsUnreachable(String answer) throws IOException {
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerAll(server, answer));

      TestResult result = outcome(at(server.getLocalPort()));

      assertThat(result).isInstanceOf(Unreachable.class);
    }
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
