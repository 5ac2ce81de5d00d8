package dev.rekey.connector.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.Connector;
import dev.rekey.connector.ConnectorContract;
import dev.rekey.connector.Setup;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.support.Egress;
import dev.rekey.datasource.Kind;
import dev.rekey.testing.PostgresServer;
import dev.rekey.testing.TestCertificate;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against PostgreSQL, whose protocol Redshift speaks. */
class RedshiftConnectorTest extends ConnectorContract {
  private static final PostgresServer SERVER = PostgresServer.shared();
  private static final String USER = "redshift_test";
  private static final String PASSWORD = "right-91be";

  @BeforeAll
  static void makeUsersAndDatabases() {
    SERVER.createRole(USER, PASSWORD);
    SERVER.createDatabase("redshift_test", USER);
    SERVER.createDatabase("redshift_closed", PostgresServer.SUPERUSER);
    SERVER.execute("REVOKE CONNECT ON DATABASE redshift_closed FROM PUBLIC");
  }

  @Override
  protected Kind kind() {
    return Kind.REDSHIFT;
  }

  @Override
  protected int serverPort() {
    return SERVER.port();
  }

  @Override
  protected Connector connector(Egress egress) {
    return new RedshiftConnector(egress);
  }

  @Override
  protected Setup at(int port) {
    return new Setup(
        connector(OPEN),
        Map.of(
            "REDSHIFT_HOST",
            "127.0.0.1",
            "REDSHIFT_PORT",
            Integer.toString(port),
            "REDSHIFT_DB",
            "redshift_test",
            "REDSHIFT_USER",
            USER,
            "REDSHIFT_PASSWORD",
            PASSWORD));
  }

  @Override
  protected Set<String> credentialKeys() {
    return Set.of("REDSHIFT_USER", "REDSHIFT_PASSWORD");
  }

  @Override
  protected Map<String, String> wrongCredential() {
    return Map.of("REDSHIFT_PASSWORD", CANARY);
  }

  @Override
  protected Setup notPermitted() {
    return good().with("REDSHIFT_DB", "redshift_closed");
  }

  @Override
  protected Setup unknownThing() {
    return good().with("REDSHIFT_DB", "no_such_database");
  }

  @Override
  protected String thingKey() {
    return "REDSHIFT_DB";
  }

  @Override
  protected Set<String> hostKeys() {
    return Set.of("REDSHIFT_HOST");
  }

  @Override
  protected Set<String> portKeys() {
    return Set.of("REDSHIFT_PORT");
  }

  @Override
  protected Map<String, String> malformed() {
    return Map.of("ENGINE_ARGUMENTS", sslMode("on"));
  }

  private static String sslMode(String mode) {
    return "{\"connect_args\": {\"sslmode\": \"%s\"}}".formatted(mode);
  }

  @Override
  protected Served overTls(TestCertificate certificate) {
    PostgresServer server = PostgresServer.startWithTls(certificate);
    server.createRole(USER, PASSWORD);
    server.createDatabase("redshift_test", USER);
    return Served.of(
        at(server.port()).with("ENGINE_ARGUMENTS", sslMode("verify-full")), server::close);
  }

  @Test
  void argumentsThatTuneAPoolAreNoMatterOfATest() {
    assertThat(outcome(good().with("ENGINE_ARGUMENTS", "{\"pool_size\": 5}")))
        .isInstanceOf(Passed.class);
  }
}
