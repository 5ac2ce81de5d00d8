package dev.rekey.connector.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.Connector;
import dev.rekey.connector.ConnectorContract;
import dev.rekey.connector.Setup;
import dev.rekey.connector.StreamConnector;
import dev.rekey.connector.StreamConnector.Message;
import dev.rekey.connector.StreamConnector.Messages;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.google.GoogleAmbient;
import dev.rekey.connector.support.google.TestGoogle;
import dev.rekey.datasource.Kind;
import dev.rekey.google.GoogleEndpoint;
import dev.rekey.secret.Secret;
import dev.rekey.testing.GoogleAccounts.Account;
import dev.rekey.testing.GuardedGoogle;
import dev.rekey.testing.PubsubEmulator;
import dev.rekey.testing.TestCertificate;
import dev.rekey.testing.TlsFront;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Against Google's emulator, behind a front that checks tokens: the emulator takes any. */
@EnabledIf("dev.rekey.testing.PubsubEmulator#isAvailable")
class PubsubConnectorTest extends ConnectorContract {
  private static final TestCertificate CERTIFICATE = TestCertificate.valid();
  private static final PubsubEmulator EMULATOR = PubsubEmulator.shared();
  private static final GuardedGoogle GOOGLE = new GuardedGoogle(EMULATOR.endpoint());
  private static final TlsFront FRONT = new TlsFront(CERTIFICATE, GOOGLE.port());

  private static SSLContext before;

  @BeforeAll
  static void makeSubscriptions() throws NoSuchAlgorithmException {
    EMULATOR.create("projects/looked-at/topics/orders", "projects/looked-at/subscriptions/orders");
    before = SSLContext.getDefault();
    SSLContext.setDefault(CERTIFICATE.trusting());
  }

  @AfterAll
  static void stop() {
    SSLContext.setDefault(before);
    FRONT.close();
    GOOGLE.close();
  }

  @Override
  protected Kind kind() {
    return Kind.PUBSUB;
  }

  @Override
  protected int serverPort() {
    return FRONT.port();
  }

  @Override
  protected Connector connector(Egress egress) {
    return new PubsubConnector(egress, TestGoogle.nowhere(), Optional.empty());
  }

  private static Setup as(GoogleAmbient ambient, int port) {
    return new Setup(
        new PubsubConnector(
            OPEN, ambient, Optional.of(new GoogleEndpoint("127.0.0.1:" + port, false))),
        Map.of("PUBSUB_PROJECT_ID", "looked-at", "PUBSUB_SUBSCRIPTION_ID", "orders"));
  }

  @Override
  protected Setup at(int port) {
    return as(TestGoogle.as(Account.USER), port);
  }

  /** There is none in a config: what a rotation may carry is the name. */
  @Override
  protected Set<String> credentialKeys() {
    return Set.of("PUBSUB_SUBSCRIPTION_ID");
  }

  @Override
  protected Map<String, String> wrongCredential() {
    return Map.of("PUBSUB_SUBSCRIPTION_ID", "no-such-one");
  }

  @Override
  protected Setup refused() {
    return as(TestGoogle.as(CANARY), FRONT.port());
  }

  @Override
  protected Setup notPermitted() {
    return as(TestGoogle.as(Account.STRANGER), FRONT.port());
  }

  @Override
  protected Setup unknownThing() {
    return good().with("PUBSUB_SUBSCRIPTION_ID", "none");
  }

  @Override
  protected String thingKey() {
    return "PUBSUB_SUBSCRIPTION_ID";
  }

  @Override
  protected Map<String, String> malformed() {
    return Map.of("PUBSUB_PROJECT_ID", CANARY + "/..", "PUBSUB_SUBSCRIPTION_ID", "a/b/c");
  }

  @Override
  protected Served overTls(TestCertificate certificate) {
    var front = new TlsFront(certificate, GOOGLE.port());
    return Served.of(at(front.port()), front::close);
  }

  @Test
  void workerWithoutCredentialsSaysWhatToDo() {
    Setup setup = as(TestGoogle.nowhere(), FRONT.port());

    assertMisconfigured(setup, "PUBSUB_PROJECT_ID");
    assertThat(outcome(setup).message()).contains("GOOGLE_APPLICATION_CREDENTIALS");
  }

  @Test
  void messagesThatArePreviewedAreThereAgain() {
    String topic = "projects/looked-at/topics/seen";
    EMULATOR.create(topic, "projects/looked-at/subscriptions/seen");
    EMULATOR.publish(topic, Map.of(), "one");
    Setup setup = good().with("PUBSUB_SUBSCRIPTION_ID", "seen");

    List<Message> first = preview(setup);
    List<Message> second = preview(setup);

    assertThat(first)
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.value()).isEqualTo(Secret.of("one"));
              assertThat(message.topic()).isEqualTo("projects/looked-at/subscriptions/seen");
              assertThat(message.offset()).isNotEmpty();
              assertThat(message.key()).isEmpty();
            });
    assertThat(second).isEqualTo(first);
  }

  @Test
  void emptySubscriptionHasNothingToPreview() {
    assertThat(preview(good())).isEmpty();
  }

  private static List<Message> preview(Setup setup) {
    return ((Messages)
            ((StreamConnector) setup.connector())
                .preview(setup.secrets(), 5, Duration.ofSeconds(30)))
        .messages();
  }
}
