package dev.rekey.connector.trino;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.Connector;
import dev.rekey.connector.ConnectorContract;
import dev.rekey.connector.Setup;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.TestResult.Unreachable;
import dev.rekey.connector.support.Egress;
import dev.rekey.datasource.Kind;
import dev.rekey.testing.CannedServer;
import dev.rekey.testing.TestCertificate;
import dev.rekey.testing.TrinoStandIn;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over TLS, because Trino takes passwords over nothing else. */
class TrinoConnectorTest extends ConnectorContract {
  private static final TestCertificate CERTIFICATE = TestCertificate.valid();

  private TrinoStandIn server;
  private SSLContext before;

  @BeforeAll
  void startAndTrust() throws NoSuchAlgorithmException {
    server = TrinoStandIn.startWithTls(CERTIFICATE);
    before = SSLContext.getDefault();
    SSLContext.setDefault(CERTIFICATE.trusting());
  }

  @AfterAll
  void stop() {
    SSLContext.setDefault(before);
    server.close();
  }

  @Override
  protected Kind kind() {
    return Kind.TRINO;
  }

  @Override
  protected int serverPort() {
    return server.port();
  }

  @Override
  protected Connector connector(Egress egress) {
    return new TrinoConnector(egress);
  }

  @Override
  protected Setup at(int port) {
    var config = new HashMap<String, String>();
    config.put("TRINO_HOST", "127.0.0.1");
    config.put("TRINO_PORT", Integer.toString(port));
    config.put("TRINO_CATALOG", "lake");
    config.put("TRINO_SCHEMA", "orders");
    config.put("TRINO_USER", TrinoStandIn.USER);
    config.put("TRINO_PASSWORD", TrinoStandIn.PASSWORD);
    return new Setup(connector(OPEN), config);
  }

  @Override
  protected Set<String> credentialKeys() {
    return Set.of("TRINO_USER", "TRINO_PASSWORD");
  }

  @Override
  protected Map<String, String> wrongCredential() {
    return Map.of("TRINO_PASSWORD", CANARY);
  }

  @Override
  protected Setup notPermitted() {
    return good().with("TRINO_SCHEMA", "closed");
  }

  @Override
  protected Setup unknownThing() {
    return good().with("TRINO_CATALOG", "no_such");
  }

  @Override
  protected String thingKey() {
    return "TRINO_CATALOG";
  }

  @Override
  protected Set<String> hostKeys() {
    return Set.of("TRINO_HOST");
  }

  @Override
  protected Set<String> portKeys() {
    return Set.of("TRINO_PORT");
  }

  @Override
  protected Map<String, String> malformed() {
    return Map.of(
        "TRINO_USER", "analyst\r\nX-Trino-Role: system=ALL",
        "TRINO_PASSWORD", "€",
        "TRINO_CATALOG", "läke",
        "TRINO_SCHEMA", " orders",
        "ENGINE_ARGUMENTS", "{\"connect_args\": {\"http_headers\": {\"a\": \"b\"}}}");
  }

  @Override
  protected Served overTls(TestCertificate certificate) {
    TrinoStandIn other = TrinoStandIn.startWithTls(certificate);
    return Served.of(at(other.port()), other::close);
  }

  @Test
  void unknownSchemaIsNamed() {
    assertMisconfigured(good().with("TRINO_SCHEMA", "no_such"), "TRINO_SCHEMA");
  }

  @Test
  void closedCatalogIsNotPermitted() {
    assertThat(outcome(good().without("TRINO_SCHEMA").with("TRINO_CATALOG", "vault")))
        .isInstanceOf(NotPermitted.class);
  }

  @Test
  void catalogAloneIsTried() {
    Setup setup = good().without("TRINO_SCHEMA");

    assertThat(outcome(setup)).isInstanceOf(Passed.class);
    assertMisconfigured(setup.with("TRINO_CATALOG", "no_such"), "TRINO_CATALOG");
  }

  @Test
  void loginAloneIsTried() {
    assertThat(outcome(good().without("TRINO_SCHEMA").without("TRINO_CATALOG")))
        .isInstanceOf(Passed.class);
  }

  @Test
  void schemaWithoutACatalogIsNamed() {
    assertMisconfigured(good().without("TRINO_CATALOG"), "TRINO_CATALOG");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lake\".\"orders", "lake\"; SELECT 1 --", "\"", "lake' OR '1'='1"})
  void catalogIsANameWhateverItHolds(String name) {
    assertMisconfigured(good().with("TRINO_CATALOG", name), "TRINO_CATALOG");
  }

  @Test
  void missingUserIsNamed() {
    assertMisconfigured(good().without("TRINO_USER"), "TRINO_USER");
  }

  @Test
  void missingPasswordIsNamedWhenTheServerAsksForOne() {
    Setup setup = good().without("TRINO_PASSWORD").with("ENGINE_ARGUMENTS", scheme("https"));

    assertMisconfigured(setup, "TRINO_PASSWORD");
  }

  @Test
  void passwordIsNotSentInTheOpen() {
    try (var plain = TrinoStandIn.start()) {
      assertMisconfigured(
          at(plain.port()).with("ENGINE_ARGUMENTS", scheme("http")), "ENGINE_ARGUMENTS");

      assertThat(plain.asked()).isEmpty();
    }
  }

  @Test
  void tlsAtAPortWithoutItIsNamed() {
    byte[] answer = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    try (var plain = new CannedServer(answer)) {
      assertMisconfigured(at(plain.port()), "ENGINE_ARGUMENTS");
    }
  }

  @Test
  void certificatesCannotBeLeftUnverified() {
    var arguments = "{\"connect_args\": {\"verify\": %s, \"request_timeout\": 3}}";

    assertMisconfigured(
        good().with("ENGINE_ARGUMENTS", arguments.formatted("false")), "ENGINE_ARGUMENTS");
    assertThat(outcome(good().with("ENGINE_ARGUMENTS", arguments.formatted("true"))))
        .isInstanceOf(Passed.class);
  }

  @Test
  void serverThatSendsElsewhereIsNotFollowed() {
    try (var other = TrinoStandIn.startWithTls(CERTIFICATE);
        var sender = TrinoStandIn.startWithTls(CERTIFICATE)) {
      sender.continueAt("https://127.0.0.1:" + other.port());

      assertThat(outcome(at(sender.port()))).isInstanceOf(Unreachable.class);

      assertThat(other.asked()).isEmpty();
    }
  }

  private static String scheme(String scheme) {
    return "{\"connect_args\": {\"http_scheme\": \"%s\"}}".formatted(scheme);
  }
}
