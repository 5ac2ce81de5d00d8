package dev.rekey.connector.spanner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.Connector;
import dev.rekey.connector.ConnectorContract;
import dev.rekey.connector.Setup;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.google.GoogleAmbient;
import dev.rekey.connector.support.google.TestGoogle;
import dev.rekey.datasource.Kind;
import dev.rekey.google.GoogleEndpoint;
import dev.rekey.testing.GoogleAccounts;
import dev.rekey.testing.GoogleAccounts.Account;
import dev.rekey.testing.GuardedGoogle;
import dev.rekey.testing.SpannerEmulator;
import dev.rekey.testing.TestCertificate;
import dev.rekey.testing.TlsFront;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against Google's emulator, behind a front that checks tokens: the emulator takes any. */
@EnabledIf("dev.rekey.testing.SpannerEmulator#isAvailable")
class SpannerConnectorTest extends ConnectorContract {
  private static final TestCertificate CERTIFICATE = TestCertificate.valid();
  private static final SpannerEmulator EMULATOR = SpannerEmulator.start();
  private static final GuardedGoogle GOOGLE = new GuardedGoogle(EMULATOR.endpoint());
  private static final TlsFront FRONT = new TlsFront(CERTIFICATE, GOOGLE.port());
  private static final GoogleAccounts ACCOUNTS = new GoogleAccounts();

  private static SSLContext before;

  @BeforeAll
  static void makeDatabase() throws NoSuchAlgorithmException {
    EMULATOR.createInstance("shop", "main");
    EMULATOR.createDatabase("shop", "main", "orders");
    before = SSLContext.getDefault();
    SSLContext.setDefault(CERTIFICATE.trusting());
  }

  @AfterAll
  static void stop() {
    SSLContext.setDefault(before);
    FRONT.close();
    GOOGLE.close();
    EMULATOR.close();
    ACCOUNTS.close();
  }

  @Override
  protected Kind kind() {
    return Kind.SPANNER;
  }

  @Override
  protected int serverPort() {
    return FRONT.port();
  }

  @Override
  protected Connector connector(Egress egress) {
    return new SpannerConnector(egress, TestGoogle.nowhere(), Optional.empty());
  }

  private static Connector connector(GoogleAmbient ambient, int port) {
    return new SpannerConnector(
        OPEN, ambient, Optional.of(new GoogleEndpoint("127.0.0.1:" + port, false)));
  }

  @Override
  protected Setup at(int port) {
    return new Setup(
        connector(TestGoogle.nobody(ACCOUNTS), port),
        Map.of(
            "SPANNER_PROJECT",
            "shop",
            "SPANNER_INSTANCE",
            "main",
            "SPANNER_DATABASE",
            "orders",
            "SPANNER_CREDENTIALS_BASE64",
            ACCOUNTS.keyOf(Account.USER)));
  }

  @Override
  protected Set<String> credentialKeys() {
    return Set.of("SPANNER_CREDENTIALS_BASE64");
  }

  @Override
  protected Map<String, String> wrongCredential() {
    return Map.of("SPANNER_CREDENTIALS_BASE64", ACCOUNTS.wrongKey());
  }

  @Override
  protected Setup notPermitted() {
    return good().with("SPANNER_CREDENTIALS_BASE64", ACCOUNTS.keyOf(Account.STRANGER));
  }

  @Override
  protected Setup unknownThing() {
    return good().with("SPANNER_DATABASE", "none");
  }

  @Override
  protected String thingKey() {
    return "SPANNER_DATABASE";
  }

  @Override
  protected Map<String, String> malformed() {
    return Map.of(
        "SPANNER_PROJECT", CANARY + "/..",
        "SPANNER_INSTANCE", "a/b",
        "SPANNER_DATABASE", "a/b",
        "SPANNER_CREDENTIALS_BASE64", CANARY,
        "SPANNER_EMULATOR_HOST", "user:" + CANARY + "@127.0.0.1",
        "ENGINE_ARGUMENTS", "{\"creator\": 1}",
        "SPANNER_ENGINE_ARGUMENTS", "{\"connect_args\": {\"a\": 1}}");
  }

  @Override
  protected Served overTls(TestCertificate certificate) {
    var front = new TlsFront(certificate, GOOGLE.port());
    return Served.of(at(front.port()), front::close);
  }

  @Test
  void emulatorOfAConfigIsSpokenToWithoutCredentials() {
    Setup setup =
        new Setup(connector(OPEN), good().config())
            .without("SPANNER_CREDENTIALS_BASE64")
            .with("SPANNER_EMULATOR_HOST", EMULATOR.endpoint().getAuthority());

    assertThat(outcome(setup)).isInstanceOf(Passed.class);
  }

  @Test
  void emulatorThatIsOutOfBoundsIsNotConnectedTo() {
    assertMisconfigured(
        new Setup(connector(OPEN), good().config())
            .without("SPANNER_CREDENTIALS_BASE64")
            .with("SPANNER_EMULATOR_HOST", "169.254.169.254:80"),
        "SPANNER_EMULATOR_HOST");
  }

  @Test
  void credentialsOfTheWorkerAreUsedWhereThereIsNoKey() {
    Setup setup = good().without("SPANNER_CREDENTIALS_BASE64");

    assertThat(
            outcome(
                new Setup(connector(TestGoogle.as(Account.USER), FRONT.port()), setup.config())))
        .isInstanceOf(Passed.class);
    assertMisconfigured(setup, "SPANNER_CREDENTIALS_BASE64");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\": \"external_account\", \"credential_source\": {\"file\": \"/etc/passwd\"}}",
        "{\"type\": \"authorized_user\", \"refresh_token\": \"x\"}",
        "{\"type\": \"service_account\", \"client_email\": \"a@b\", \"private_key\": \"x\"}",
        "{\"type\": \"service_account\", \"client_email\": \"a@b\", \"private_key\": \"x\","
            + " \"token_uri\": \"http://127.0.0.1:1/token\"}",
        "[]",
        "no JSON"
      })
  void credentialsThatAreNoKeyOfAServiceAccountAreNamed(String json) {
    String encoded = Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));

    assertMisconfigured(
        good().with("SPANNER_CREDENTIALS_BASE64", encoded), "SPANNER_CREDENTIALS_BASE64");
  }
}
