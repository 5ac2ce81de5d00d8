package dev.rekey.connector.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.Connector;
import dev.rekey.connector.ConnectorContract;
import dev.rekey.connector.Setup;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.TestResult.Unreachable;
import dev.rekey.connector.support.Egress;
import dev.rekey.datasource.Kind;
import dev.rekey.testing.MariadbServer;
import dev.rekey.testing.TestCertificate;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MysqlConnectorTest extends ConnectorContract {
  private static final MariadbServer SERVER = MariadbServer.shared();
  private static final String USER = "connector_test";
  private static final String PASSWORD = "right-3f9d";

  @BeforeAll
  static void makeUsersAndDatabases() {
    makeUserAndDatabase(SERVER);
    SERVER.execute("CREATE DATABASE connector_closed");
  }

  private static void makeUserAndDatabase(MariadbServer server) {
    server.createUser(USER, PASSWORD);
    server.execute("CREATE DATABASE connector_test");
    server.execute("GRANT ALL ON connector_test.* TO '" + USER + "'@'127.0.0.1'");
  }

  @Override
  protected Kind kind() {
    return Kind.MYSQL;
  }

  @Override
  protected int serverPort() {
    return SERVER.port();
  }

  @Override
  protected Connector connector(Egress egress) {
    return new MysqlConnector(egress);
  }

  @Override
  protected Setup at(int port) {
    return new Setup(
        connector(OPEN),
        Map.of(
            "MYSQL_HOST",
            "127.0.0.1",
            "MYSQL_TCP_PORT",
            Integer.toString(port),
            "MYSQL_DATABASE",
            "connector_test",
            "MYSQL_USER",
            USER,
            "MYSQL_PWD",
            PASSWORD));
  }

  @Override
  protected Set<String> credentialKeys() {
    return Set.of("MYSQL_USER", "MYSQL_PWD");
  }

  @Override
  protected Map<String, String> wrongCredential() {
    return Map.of("MYSQL_PWD", CANARY);
  }

  @Override
  protected Setup notPermitted() {
    return good().with("MYSQL_DATABASE", "connector_closed");
  }

  /** A user without any right on it is not told whether it exists; this one may see all. */
  @Override
  protected Setup unknownThing() {
    SERVER.createUser("connector_all", PASSWORD);
    SERVER.execute("GRANT ALL ON *.* TO 'connector_all'@'127.0.0.1'");
    return good().with(Map.of("MYSQL_USER", "connector_all", "MYSQL_DATABASE", "no_such_database"));
  }

  @Override
  protected String thingKey() {
    return "MYSQL_DATABASE";
  }

  @Override
  protected Set<String> hostKeys() {
    return Set.of("MYSQL_HOST");
  }

  @Override
  protected Set<String> portKeys() {
    return Set.of("MYSQL_TCP_PORT");
  }

  @Override
  protected Map<String, String> malformed() {
    return Map.of("ENGINE_ARGUMENTS", tls("ON"));
  }

  private static String tls(String mode) {
    return "{\"connect_args\": {\"ssl_mode\": \"%s\"}}".formatted(mode);
  }

  @Override
  protected Served overTls(TestCertificate certificate) {
    MariadbServer server = MariadbServer.startWithTls(certificate);
    makeUserAndDatabase(server);
    return Served.of(
        at(server.port()).with("ENGINE_ARGUMENTS", tls("VERIFY_IDENTITY")), server::close);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PREFERRED", "REQUIRED"})
  void modeThatVerifiesNothingTakesAnyCertificate(String mode) {
    try (Served server = overTls(TestCertificate.valid())) {
      assertThat(outcome(server.setup().with("ENGINE_ARGUMENTS", tls(mode))))
          .isInstanceOf(Passed.class);
    }
  }

  @Test
  void serverWithoutTlsIsMisconfiguredWhereItIsRequired() {
    SERVER.execute("SELECT 1");

    assertMisconfigured(good().with("ENGINE_ARGUMENTS", tls("REQUIRED")), "ENGINE_ARGUMENTS");
  }

  @Test
  void userThatIsLockedIsRefused() {
    SERVER.createUser("connector_locked", PASSWORD);
    SERVER.execute("ALTER USER 'connector_locked'@'127.0.0.1' ACCOUNT LOCK");

    assertThat(outcome(good().with("MYSQL_USER", "connector_locked"))).isInstanceOf(Refused.class);
  }

  @Test
  void addressThatNobodyMayComeFromIsNotPermitted() {
    SERVER.execute("CREATE USER 'connector_far'@'10.1.2.3' IDENTIFIED BY '" + PASSWORD + "'");

    assertThat(outcome(good().with("MYSQL_USER", "connector_far")))
        .isInstanceOfAny(NotPermitted.class, Refused.class);
  }

  @Test
  void serverWithoutAFreeConnectionIsUnreachable() {
    SERVER.createUser("connector_crowd", PASSWORD);
    SERVER.execute("GRANT ALL ON connector_test.* TO 'connector_crowd'@'127.0.0.1'");
    SERVER.execute("ALTER USER 'connector_crowd'@'127.0.0.1' WITH MAX_CONNECTIONS_PER_HOUR 1");
    Setup setup = good().with("MYSQL_USER", "connector_crowd");

    assertThat(outcome(setup)).isInstanceOf(Passed.class);
    assertThat(outcome(setup)).isInstanceOf(Unreachable.class);
  }

  @Test
  void databaseThatLooksLikeOptionsIsADatabase() {
    String name = "a/b?allowLoadLocalInfile=true&user=x";
    SERVER.execute("CREATE DATABASE `" + name + "`");
    SERVER.execute("GRANT ALL ON `" + name + "`.* TO '" + USER + "'@'127.0.0.1'");

    assertThat(outcome(good().with("MYSQL_DATABASE", name))).isInstanceOf(Passed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"it''s \\\\ %s &?=/#;{}", "pässwörd€😀", "ends with a line\n"})
  void everyPasswordIsSentAsItIs(String quoted) {
    String user = "connector_" + Integer.toHexString(quoted.hashCode());
    SERVER.createUser(user, quoted);
    SERVER.execute("GRANT ALL ON connector_test.* TO '" + user + "'@'127.0.0.1'");
    String password = quoted.replace("''", "'").replace("\\\\", "\\");

    assertThat(outcome(good().with(Map.of("MYSQL_USER", user, "MYSQL_PWD", password))))
        .isInstanceOf(Passed.class);
  }
}
