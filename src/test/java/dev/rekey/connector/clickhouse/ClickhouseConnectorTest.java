package dev.rekey.connector.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.Connector;
import dev.rekey.connector.ConnectorContract;
import dev.rekey.connector.Setup;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.support.Egress;
import dev.rekey.datasource.Kind;
import dev.rekey.testing.ClickhouseServer;
import dev.rekey.testing.TestCertificate;
import dev.rekey.testing.TlsFront;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against ClickHouse 18.16; {@link CurrentClickhouseTest} has what it does not know. */
class ClickhouseConnectorTest extends ConnectorContract {
  private static final ClickhouseServer SERVER = ClickhouseServer.shared();

  @Override
  protected Kind kind() {
    return Kind.CLICKHOUSE;
  }

  @Override
  protected int serverPort() {
    return SERVER.port();
  }

  @Override
  protected Connector connector(Egress egress) {
    return new ClickhouseConnector(egress);
  }

  @Override
  protected Setup at(int port) {
    var config = new HashMap<String, String>();
    config.put("CLICKHOUSE_HOST", "127.0.0.1");
    config.put("CLICKHOUSE_TCP_PORT", Integer.toString(port));
    config.put("CLICKHOUSE_DATABASE", "orders");
    config.put("CLICKHOUSE_USER", "reader");
    config.put("CLICKHOUSE_PWD", ClickhouseServer.PASSWORD);
    config.put("CLICKHOUSE_USE_TLS", "false");
    return new Setup(connector(OPEN), config);
  }

  @Override
  protected Set<String> credentialKeys() {
    return Set.of("CLICKHOUSE_USER", "CLICKHOUSE_PWD");
  }

  @Override
  protected Map<String, String> wrongCredential() {
    return Map.of("CLICKHOUSE_PWD", CANARY);
  }

  @Override
  protected Setup notPermitted() {
    return good().with("CLICKHOUSE_DATABASE", "closed");
  }

  @Override
  protected Setup unknownThing() {
    return good().with(Map.of("CLICKHOUSE_USER", "owner", "CLICKHOUSE_DATABASE", "no_such"));
  }

  @Override
  protected String thingKey() {
    return "CLICKHOUSE_DATABASE";
  }

  @Override
  protected Set<String> hostKeys() {
    return Set.of("CLICKHOUSE_HOST");
  }

  @Override
  protected Set<String> portKeys() {
    return Set.of("CLICKHOUSE_TCP_PORT");
  }

  @Override
  protected Map<String, String> malformed() {
    return Map.of(
        "CLICKHOUSE_USER",
        " INTERSERVER SECRET ",
        "ENGINE_ARGUMENTS",
        "{\"connect_args\": {\"ca_certs\": \"" + CANARY + "\"}}");
  }

  @Override
  protected Served overTls(TestCertificate certificate) {
    var front = new TlsFront(certificate, SERVER.port());
    return Served.of(at(front.port()).without("CLICKHOUSE_USE_TLS"), front::close);
  }

  @Test
  void unknownUserIsRefused() {
    assertThat(outcome(good().with("CLICKHOUSE_USER", "nobody"))).isInstanceOf(Refused.class);
  }

  @Test
  void userOfAnotherAddressIsNotPermitted() {
    assertThat(outcome(good().with("CLICKHOUSE_USER", "stranger")))
        .isInstanceOf(NotPermitted.class);
  }

  @Test
  void missingPasswordIsNamedWhenTheServerAsksForOne() {
    assertMisconfigured(good().without("CLICKHOUSE_PWD"), "CLICKHOUSE_PWD");
  }

  @Test
  void databaseOfTheUserIsUsedWhenThereIsNone() {
    assertThat(outcome(good().without("CLICKHOUSE_DATABASE"))).isInstanceOf(Passed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders`; SELECT 1", "orders`.`x", "or\\ders", "orders -- ", "€"})
  void databaseIsANameWhateverItHolds(String name) {
    var setup = good().with(Map.of("CLICKHOUSE_USER", "owner", "CLICKHOUSE_DATABASE", name));

    assertMisconfigured(setup, "CLICKHOUSE_DATABASE");
  }

  @Test
  void tlsAtAPortWithoutItIsNamed() {
    assertMisconfigured(good().without("CLICKHOUSE_USE_TLS"), "CLICKHOUSE_USE_TLS");
  }

  @Test
  void portOfTlsWithoutItDoesNotPass() {
    try (var front = new TlsFront(TestCertificate.valid(), SERVER.port())) {
      TestResult result = outcome(at(front.port()));

      assertThat(result).isInstanceOfAny(Misconfigured.class, TestResult.Unreachable.class);
    }
  }

  @Test
  void certificatesCannotBeLeftUnverified() {
    var arguments = "{\"connect_args\": {\"verify\": %s, \"connect_timeout\": 3}}";

    assertMisconfigured(
        good().with("ENGINE_ARGUMENTS", arguments.formatted("false")), "ENGINE_ARGUMENTS");
    assertThat(outcome(good().with("ENGINE_ARGUMENTS", arguments.formatted("true"))))
        .isInstanceOf(Passed.class);
  }
}
