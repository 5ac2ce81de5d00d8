package dev.rekey.connector.mssql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.Connector;
import dev.rekey.connector.ConnectorContract;
import dev.rekey.connector.Setup;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.support.Egress;
import dev.rekey.datasource.Kind;
import dev.rekey.testing.FreePort;
import dev.rekey.testing.HttpStandIn;
import dev.rekey.testing.HttpStandIn.Ask;
import dev.rekey.testing.HttpStandIn.Reply;
import dev.rekey.testing.TdsStandIn;
import dev.rekey.testing.TestCertificate;
import dev.rekey.testing.TlsFront;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MssqlConnectorTest extends ConnectorContract {
  private static final TdsStandIn SERVER = new TdsStandIn();
  private static final HttpStandIn ENTRA = new HttpStandIn(MssqlConnectorTest::token);
  private static final String SECRET = "client-right-1";

  private static Reply token(Ask ask) {
    if (ask.is("GET", "/identity")) {
      return "https://database.windows.net/".equals(ask.query().get("resource"))
          ? Reply.of(200, "{\"access_token\":\"" + TdsStandIn.TOKEN + "\"}")
          : Reply.of(400, "{}");
    }
    if (!ask.is("POST", "/tenant-1/oauth2/v2.0/token")) {
      return Reply.of(400, "{\"error\":\"invalid_request\",\"error_description\":\"AADSTS90002\"}");
    }
    boolean known =
        ask.form().get("client_id").equals("client-1")
            && ask.form().get("client_secret").equals(SECRET)
            && ask.form().get("scope").equals("https://database.windows.net/.default");
    return known
        ? Reply.of(200, "{\"access_token\":\"" + TdsStandIn.TOKEN + "\"}")
        : Reply.of(401, "{\"error\":\"invalid_client\"}");
  }

  @AfterAll
  static void stop() {
    SERVER.close();
    ENTRA.close();
  }

  @Override
  protected Kind kind() {
    return Kind.MSSQL;
  }

  @Override
  protected int serverPort() {
    return SERVER.port();
  }

  @Override
  protected Connector connector(Egress egress) {
    return new MssqlConnector(
        egress,
        Optional.of(URI.create("http://127.0.0.1:" + ENTRA.port())),
        identity("http://127.0.0.1:" + FreePort.find()));
  }

  private static ManagedIdentity identity(String endpoint) {
    return ManagedIdentity.of(Map.of("IDENTITY_ENDPOINT", endpoint, "IDENTITY_HEADER", "h"));
  }

  @Override
  protected Setup at(int port) {
    return new Setup(
        connector(OPEN),
        Map.of(
            "MSSQL_HOST",
            "127.0.0.1",
            "MSSQL_TCP_PORT",
            Integer.toString(port),
            "MSSQL_DATABASE",
            "orders",
            "MSSQL_USER",
            TdsStandIn.USER,
            "MSSQL_PWD",
            TdsStandIn.PASSWORD,
            "ENGINE_ARGUMENTS",
            encrypt("no")));
  }

  private static String encrypt(String way) {
    return "{\"connect_args\": {\"encrypt\": \"%s\"}}".formatted(way);
  }

  private Setup principal() {
    return principal(good());
  }

  private static Setup principal(Setup setup) {
    return setup
        .without("MSSQL_USER")
        .without("MSSQL_PWD")
        .with(
            Map.of(
                "MSSQL_TENANT_ID", "tenant-1",
                "MSSQL_CLIENT_ID", "client-1",
                "MSSQL_CLIENT_SECRET", SECRET));
  }

  @Override
  protected Set<String> credentialKeys() {
    return Set.of("MSSQL_USER", "MSSQL_PWD");
  }

  @Override
  protected Map<String, String> wrongCredential() {
    return Map.of("MSSQL_PWD", CANARY);
  }

  @Override
  protected Setup notPermitted() {
    return good().with("MSSQL_DATABASE", "closed");
  }

  @Override
  protected Setup unknownThing() {
    return good().with("MSSQL_DATABASE", "no'such_database");
  }

  @Override
  protected String thingKey() {
    return "MSSQL_DATABASE";
  }

  @Override
  protected Set<String> hostKeys() {
    return Set.of("MSSQL_HOST");
  }

  @Override
  protected Set<String> portKeys() {
    return Set.of("MSSQL_TCP_PORT");
  }

  @Override
  protected Map<String, String> malformed() {
    return Map.of("ENGINE_ARGUMENTS", encrypt("ON"));
  }

  /** TLS from the first byte, as TDS 8.0 has it. */
  @Override
  protected Served overTls(TestCertificate certificate) {
    var front = new TlsFront(certificate, SERVER.port());
    return Served.of(
        at(front.port())
            .with(Map.of("MSSQL_HOST", "localhost", "ENGINE_ARGUMENTS", encrypt("strict"))),
        front::close);
  }

  @Test
  void serverWithoutTlsIsNotLoggedInToWhereItIsWanted() {
    assertThat(outcome(good().without("ENGINE_ARGUMENTS")).message()).doesNotContain(CANARY);
    assertThat(outcome(good().without("ENGINE_ARGUMENTS"))).isNotInstanceOf(Passed.class);
  }

  @Test
  void databaseWithAQuoteIsADatabase() {
    assertThat(outcome(good().with("MSSQL_DATABASE", "it's"))).isInstanceOf(Passed.class);
  }

  /** The driver gives a token to nobody but over TLS. */
  @Test
  void servicePrincipalLogsInWithAToken() throws NoSuchAlgorithmException {
    TestCertificate certificate = TestCertificate.valid();
    try (Served server = overTls(certificate);
        var _ = Trust.in(certificate)) {
      assertThat(outcome(principal(server.setup()))).isInstanceOf(Passed.class);
    }
  }

  @Test
  void wrongSecretOfAServicePrincipalIsRefused() {
    assertThat(outcome(principal().with("MSSQL_CLIENT_SECRET", CANARY)))
        .isInstanceOf(Refused.class);
  }

  @Test
  void tenantThatDoesNotExistIsNamed() {
    assertMisconfigured(principal().with("MSSQL_TENANT_ID", "tenant-2"), "MSSQL_TENANT_ID");
    assertMisconfigured(principal().with("MSSQL_TENANT_ID", "../x"), "MSSQL_TENANT_ID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MSSQL_TENANT_ID", "MSSQL_CLIENT_ID", "MSSQL_CLIENT_SECRET"})
  void partOfAServicePrincipalIsNamed(String key) {
    assertMisconfigured(principal().without(key), key);
  }

  @Test
  void userAndServicePrincipalTogetherAreNamed() {
    assertMisconfigured(
        principal().with(Map.of("MSSQL_USER", "u", "MSSQL_PWD", "p")), "MSSQL_CLIENT_ID");
  }

  @Test
  void identityOfTheMachineLogsInWhereThereIsNoOther() throws NoSuchAlgorithmException {
    TestCertificate certificate = TestCertificate.valid();
    var connector =
        new MssqlConnector(
            OPEN, Optional.empty(), identity("http://127.0.0.1:" + ENTRA.port() + "/identity"));

    try (Served server = overTls(certificate);
        var _ = Trust.in(certificate)) {
      Setup without = server.setup().without("MSSQL_USER").without("MSSQL_PWD");

      assertThat(outcome(new Setup(connector, without.config()))).isInstanceOf(Passed.class);
      assertMisconfigured(without, "MSSQL_USER");
    }
  }
}
