package dev.rekey.connector.databricks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.Connector;
import dev.rekey.connector.ConnectorContract;
import dev.rekey.connector.Setup;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.support.Egress;
import dev.rekey.datasource.Kind;
import dev.rekey.testing.DatabricksStandIn;
import dev.rekey.testing.TestCertificate;
import dev.rekey.testing.TlsFront;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabricksConnectorTest extends ConnectorContract {
  private static final String PATH = "/sql/1.0/warehouses/" + DatabricksStandIn.WAREHOUSE;
  private static final DatabricksStandIn SERVER = new DatabricksStandIn();

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @Override
  protected Kind kind() {
    return Kind.DATABRICKS;
  }

  @Override
  protected int serverPort() {
    return SERVER.port();
  }

  @Override
  protected Connector connector(Egress egress) {
    return new DatabricksConnector(egress);
  }

  @Override
  protected Setup at(int port) {
    return new Setup(
        new DatabricksConnector(OPEN, "http"),
        Map.of(
            "DATABRICKS_HOST",
            "127.0.0.1",
            "DATABRICKS_PORT",
            Integer.toString(port),
            "DATABRICKS_HTTP_PATH",
            PATH,
            "DATABRICKS_TOKEN",
            DatabricksStandIn.TOKEN));
  }

  private Setup byOAuth() {
    return good()
        .without("DATABRICKS_TOKEN")
        .with(
            Map.of(
                "DATABRICKS_CLIENT_ID", DatabricksStandIn.CLIENT_ID,
                "DATABRICKS_CLIENT_SECRET", DatabricksStandIn.CLIENT_SECRET));
  }

  @Override
  protected Set<String> credentialKeys() {
    return Set.of("DATABRICKS_TOKEN");
  }

  @Override
  protected Map<String, String> wrongCredential() {
    return Map.of("DATABRICKS_TOKEN", CANARY);
  }

  @Override
  protected Setup notPermitted() {
    return good().with("DATABRICKS_TOKEN", DatabricksStandIn.GUEST_TOKEN);
  }

  @Override
  protected Setup unknownThing() {
    return good().with("DATABRICKS_HTTP_PATH", "/sql/1.0/warehouses/ffff");
  }

  @Override
  protected String thingKey() {
    return "DATABRICKS_HTTP_PATH";
  }

  @Override
  protected Set<String> hostKeys() {
    return Set.of("DATABRICKS_HOST");
  }

  @Override
  protected Set<String> portKeys() {
    return Set.of("DATABRICKS_PORT");
  }

  @Override
  protected Map<String, String> malformed() {
    return Map.of(
        "DATABRICKS_HTTP_PATH", "/sql/1.0/warehouses/../../" + CANARY,
        "DATABRICKS_TOKEN", CANARY + "\r\nHost: evil",
        "ENGINE_ARGUMENTS", "{\"connect_args\": {\"_socket\": \"" + CANARY + "\"}}");
  }

  @Override
  protected Served overTls(TestCertificate certificate) {
    var front = new TlsFront(certificate, SERVER.port());
    return Served.of(new Setup(connector(OPEN), at(front.port()).config()), front::close);
  }

  @Test
  void clientIsExchangedForATokenAndWinsOverTheToken() {
    assertThat(outcome(byOAuth())).isInstanceOf(Passed.class);
    assertThat(outcome(byOAuth().with("DATABRICKS_TOKEN", "stale"))).isInstanceOf(Passed.class);
  }

  @Test
  void wrongSecretOfAClientIsRefused() {
    assertThat(outcome(byOAuth().with("DATABRICKS_CLIENT_SECRET", CANARY)))
        .isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DATABRICKS_CLIENT_ID", "DATABRICKS_CLIENT_SECRET"})
  void halfAClientIsNamed(String key) {
    assertMisconfigured(byOAuth().without(key), key);
  }

  @Test
  void missingCredentialIsNamed() {
    assertMisconfigured(good().without("DATABRICKS_TOKEN"), "DATABRICKS_TOKEN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop", "shop.sales", "sales"})
  void databaseIsACatalogASchemaOrBoth(String database) {
    assertThat(outcome(good().with("DATABRICKS_DATABASE", database))).isInstanceOf(Passed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "shop.none", "none.sales"})
  void databaseThatDoesNotExistIsNamed(String database) {
    assertMisconfigured(good().with("DATABRICKS_DATABASE", database), "DATABRICKS_DATABASE");
  }

  @Test
  void catalogThatMayNotBeUsedIsNotPermitted() {
    assertThat(outcome(good().with("DATABRICKS_DATABASE", "closed")))
        .isInstanceOf(NotPermitted.class);
  }

  @Test
  void clusterHasNoStatementApiAndIsNamed() {
    assertMisconfigured(
        good().with("DATABRICKS_HTTP_PATH", "sql/protocolv1/o/123/0101-abc"),
        "DATABRICKS_HTTP_PATH");
  }
}
