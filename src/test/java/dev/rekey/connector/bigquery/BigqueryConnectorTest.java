package dev.rekey.connector.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekey.connector.Connector;
import dev.rekey.connector.ConnectorContract;
import dev.rekey.connector.Setup;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.connector.support.google.GoogleAmbient;
import dev.rekey.connector.support.google.TestGoogle;
import dev.rekey.datasource.Kind;
import dev.rekey.testing.BigqueryStandIn;
import dev.rekey.testing.GoogleAccounts;
import dev.rekey.testing.GoogleAccounts.Account;
import dev.rekey.testing.TestCertificate;
import dev.rekey.testing.TlsFront;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BigqueryConnectorTest extends ConnectorContract {
  private static final BigqueryStandIn SERVER = new BigqueryStandIn();
  private static final GoogleAccounts ACCOUNTS = new GoogleAccounts();

  @AfterAll
  static void stop() {
    SERVER.close();
    ACCOUNTS.close();
  }

  @Override
  protected Kind kind() {
    return Kind.BIGQUERY;
  }

  @Override
  protected int serverPort() {
    return SERVER.port();
  }

  @Override
  protected Connector connector(Egress egress) {
    return new BigqueryConnector(egress, TestGoogle.nowhere(), Optional.empty());
  }

  @Override
  protected Setup at(int port) {
    return at("http", port, TestGoogle.nobody(ACCOUNTS));
  }

  private static Setup at(String scheme, int port, GoogleAmbient ambient) {
    return new Setup(
        new BigqueryConnector(
            OPEN, ambient, Optional.of(URI.create(scheme + "://127.0.0.1:" + port))),
        Map.of(
            "BQ_PROJECT",
            "shop",
            "BQ_DATASET",
            "sales",
            "BQ_CREDENTIALS_BASE64",
            ACCOUNTS.keyOf(Account.USER)));
  }

  @Override
  protected Set<String> credentialKeys() {
    return Set.of("BQ_CREDENTIALS_BASE64");
  }

  @Override
  protected Map<String, String> wrongCredential() {
    return Map.of("BQ_CREDENTIALS_BASE64", ACCOUNTS.wrongKey());
  }

  @Override
  protected Setup notPermitted() {
    return good().with("BQ_CREDENTIALS_BASE64", ACCOUNTS.keyOf(Account.STRANGER));
  }

  @Override
  protected Setup unknownThing() {
    return good().with("BQ_DATASET", "none");
  }

  @Override
  protected String thingKey() {
    return "BQ_DATASET";
  }

  @Override
  protected Map<String, String> malformed() {
    return Map.of(
        "BQ_PROJECT", CANARY + "/..",
        "BQ_DATASET", "a/b",
        "BQ_LOCATION", "EU&x=" + CANARY,
        "BQ_CREDENTIALS_BASE64", CANARY,
        "ENGINE_ARGUMENTS", "{\"credentials_path\": \"" + CANARY + "\"}");
  }

  @Override
  protected Served overTls(TestCertificate certificate) {
    var front = new TlsFront(certificate, SERVER.port());
    return Served.of(at("https", front.port(), TestGoogle.nobody(ACCOUNTS)), front::close);
  }

  @Test
  void projectThatDoesNotExistIsNamed() {
    assertMisconfigured(good().with("BQ_PROJECT", "none"), "BQ_PROJECT");
  }

  @Test
  void datasetIsNotNeeded() {
    assertThat(outcome(good().without("BQ_DATASET"))).isInstanceOf(Passed.class);
  }

  @Test
  void fileOfAKeyIsNotRead() {
    Setup byPath = good().with("BQ_CREDENTIALS_PATH", "/etc/hostname");

    assertThat(outcome(byPath)).isInstanceOf(Passed.class);
    assertMisconfigured(byPath.without("BQ_CREDENTIALS_BASE64"), "BQ_CREDENTIALS_PATH");
  }

  @Test
  void credentialsOfTheWorkerAreUsedWhereThereIsNoKey() {
    Setup own = at("http", SERVER.port(), TestGoogle.as(Account.USER));

    assertThat(outcome(own.without("BQ_CREDENTIALS_BASE64"))).isInstanceOf(Passed.class);
  }

  @ParameterizedTest
  @CsvSource({
    "401, authError, Refused",
    "403, accessDenied, NotPermitted",
    "403, forbidden, NotPermitted",
    "403, canary!, NotPermitted",
    "403, billingNotEnabled, NotPermitted",
    "403, quotaExceeded, Unreachable",
    "403, rateLimitExceeded, Unreachable",
    "404, notFound, Misconfigured",
    "400, invalid, Misconfigured",
    "500, backendError, Unreachable",
    "503, internalError, Unreachable"
  })
  void errorIsToldByItsReasonAndStatus(int status, String reason, String outcome)
      throws JsonProcessingException {
    TestResult result =
        BigqueryErrors.outcome(
            status,
            new ObjectMapper()
                .readTree(
                    "{\"error\": {\"message\": \"canary\", \"errors\": [{\"reason\": \"%s\"}]}}"
                        .formatted(reason)),
            "BQ_PROJECT",
            new Endpoint("bigquery.example", 443, "BQ_PROJECT"));

    assertThat(result.getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(result.message()).contains("bigquery.example:443").doesNotContain("canary");
  }
}
