package dev.rekey.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.Connector;
import dev.rekey.connector.ConnectorContract;
import dev.rekey.connector.Setup;
import dev.rekey.connector.StreamConnector;
import dev.rekey.connector.StreamConnector.Message;
import dev.rekey.connector.StreamConnector.Messages;
import dev.rekey.connector.StreamConnector.NotRead;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.TestResult.Unreachable;
import dev.rekey.connector.support.AwsTokens;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.connector.support.TrustFolder;
import dev.rekey.datasource.Kind;
import dev.rekey.secret.Secret;
import dev.rekey.testing.FreePort;
import dev.rekey.testing.SecuredKafka;
import dev.rekey.testing.TestCertificate;
import dev.rekey.testing.TlsFront;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLContext;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaConnectorTest extends ConnectorContract {
  private static final SecuredKafka KAFKA = new SecuredKafka();
  private static final TestResult DENIED = new TestResult.NotPermitted("may not be assumed");

  /** Gives a token that the broker takes, unless a role is asked for. */
  private static final AwsTokens TOKENS =
      new AwsTokens() {
        @Override
        public Made rds(Endpoint at, String user, String region, Optional<String> roleArn) {
          throw new UnsupportedOperationException("not for brokers");
        }

        @Override
        public Made msk(String region, Optional<String> roleArn) {
          return roleArn.isEmpty()
              ? new Token(Secret.of(SecuredKafka.tokenOf(SecuredKafka.USER)))
              : new NotMade(DENIED);
        }
      };

  @BeforeAll
  static void makeTopics() {
    KAFKA.createTopic("orders", 2, true);
    KAFKA.createTopic("empty", 1, true);
    KAFKA.createTopic("described", 1, false);
    KAFKA.allowScram();
    try (var producer =
        new KafkaProducer<>(
            KAFKA.broker().clientSettings(),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 1; i <= 7; i++) {
        byte[] key = ("key-" + i).getBytes(StandardCharsets.UTF_8);
        byte[] value = i == 6 ? null : new byte[] {0, -1, (byte) i};
        var _ =
            producer.send(
                new ProducerRecord<>("orders", i % 2, 1_000L * i, i == 5 ? null : key, value));
      }
      var _ = producer.send(new ProducerRecord<>("described", new byte[] {1}));
    }
  }

  @AfterAll
  static void stop() {
    KAFKA.close();
  }

  @Override
  protected Kind kind() {
    return Kind.KAFKA;
  }

  @Override
  protected int serverPort() {
    return KAFKA.port();
  }

  @Override
  protected Connector connector(Egress egress) {
    return new KafkaConnector(egress, TOKENS, new TrustFolder(Optional.empty()));
  }

  @Override
  protected Setup at(int port) {
    return new Setup(
        connector(OPEN),
        Map.of(
            "KAFKA_BOOTSTRAP_SERVER",
            "127.0.0.1:" + port,
            "KAFKA_TOPIC",
            "orders",
            "KAFKA_SECURITY_PROTOCOL",
            "SASL_PLAINTEXT",
            "KAFKA_SASL_USERNAME",
            SecuredKafka.USER,
            "KAFKA_SASL_PASSWORD",
            SecuredKafka.PASSWORD));
  }

  @Override
  protected Set<String> credentialKeys() {
    return Set.of("KAFKA_SASL_USERNAME", "KAFKA_SASL_PASSWORD");
  }

  @Override
  protected Map<String, String> wrongCredential() {
    return Map.of("KAFKA_SASL_PASSWORD", CANARY);
  }

  @Override
  protected Setup notPermitted() {
    return good().with("KAFKA_SASL_USERNAME", SecuredKafka.STRANGER);
  }

  @Override
  protected Setup unknownThing() {
    KAFKA.createTopic("gone", 1, true);
    try (var admin = KAFKA.broker().admin()) {
      admin.deleteTopics(List.of("gone")).all().toCompletionStage().toCompletableFuture().join();
    }
    return good().with("KAFKA_TOPIC", "gone");
  }

  @Override
  protected String thingKey() {
    return "KAFKA_TOPIC";
  }

  @Override
  protected Map<String, String> malformed() {
    return Map.of(
        "KAFKA_BOOTSTRAP_SERVER", "user:" + CANARY + "@127.0.0.1:9092",
        "KAFKA_TOPIC", CANARY + "/",
        "KAFKA_SECURITY_PROTOCOL", "sasl_ssl",
        "KAFKA_SASL_MECHANISM", "GSSAPI",
        "KAFKA_SSL_KEYSTORE_LOCATION", "s3://" + CANARY,
        "KAFKA_ADDITIONAL_KAFKA_ARGS", "{\"interceptor.classes\": \"" + CANARY + "\"}");
  }

  @Override
  protected Served overTls(TestCertificate certificate) {
    var front = new TlsFront(certificate, KAFKA.port());
    return Served.of(at(front.port()).with("KAFKA_SECURITY_PROTOCOL", "SASL_SSL"), front::close);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.0.0.1:0",
        "127.0.0.1:65536",
        "127.0.0.1:9092,",
        "127.0.0.1:9092 10.0.0.1:9092",
        "SASL_SSL://127.0.0.1:9092",
        "[::1:9092"
      })
  void listThatIsNoListOfBrokersIsNamed(String brokers) {
    assertMisconfigured(good().with("KAFKA_BOOTSTRAP_SERVER", brokers), "KAFKA_BOOTSTRAP_SERVER");
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254:9092", "[fe80::1]:9092", "[::ffff:169.254.169.254]:1"})
  void brokerThatIsOutOfBoundsIsNotConnectedTo(String broker) {
    assertMisconfigured(good().with("KAFKA_BOOTSTRAP_SERVER", broker), "KAFKA_BOOTSTRAP_SERVER");
  }

  @Test
  void firstBrokerThatAnswersDecides() {
    String brokers = "127.0.0.1:" + FreePort.find() + ", 127.0.0.1:" + KAFKA.port();

    assertThat(outcome(good().with("KAFKA_BOOTSTRAP_SERVER", brokers))).isInstanceOf(Passed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SCRAM-SHA-256", "SCRAM-SHA-512"})
  void scramIsAWayToLogIn(String mechanism) {
    Setup scram = good().with("KAFKA_SASL_MECHANISM", mechanism);

    assertThat(outcome(scram)).isInstanceOf(Passed.class);
    assertThat(outcome(scram.with("KAFKA_SASL_PASSWORD", CANARY))).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"KAFKA_SASL_USERNAME", "KAFKA_SASL_PASSWORD"})
  void halfALoginIsNamed(String key) {
    assertMisconfigured(good().without(key), key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"right\" user_admin=\"x", "it's;\\required", "ends with a line\n"})
  void passwordThatLooksLikeASettingIsAPassword(String password) {
    assertThat(outcome(good().with("KAFKA_SASL_PASSWORD", password))).isInstanceOf(Refused.class);
  }

  @Test
  void brokerThatIsSpokenToInAnotherProtocolIsUnreachableAndTheKeyIsNamed() {
    TestResult plain = outcome(good().with("KAFKA_SECURITY_PROTOCOL", "PLAINTEXT"));

    assertThat(plain).isInstanceOf(Unreachable.class);
    assertThat(plain.message()).contains("KAFKA_SECURITY_PROTOCOL");
    assertThat(outcome(good().with("KAFKA_SECURITY_PROTOCOL", "SASL_SSL"), Duration.ofSeconds(10)))
        .isInstanceOfAny(Unreachable.class, Misconfigured.class);
  }

  @Test
  void tokenOfIamLogsInOverTls() {
    TestCertificate certificate = TestCertificate.valid();
    SSLContext before = defaultTrust();
    try (var front = new TlsFront(certificate, KAFKA.port())) {
      SSLContext.setDefault(certificate.trusting());
      Setup iam = iam(front.port());

      assertThat(outcome(iam)).isInstanceOf(Passed.class);
      assertThat(outcome(iam.with("KAFKA_AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/denied")))
          .isEqualTo(DENIED);
    } finally {
      SSLContext.setDefault(before);
    }
  }

  private static SSLContext defaultTrust() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Setup iam(int port) {
    var config = new HashMap<>(at(port).config());
    config.keySet().removeAll(credentialKeys());
    config.putAll(
        Map.of(
            "KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
            "KAFKA_MSK_IAM_AUTH", "true",
            "KAFKA_AWS_REGION", "eu-west-1"));
    return new Setup(connector(OPEN), config);
  }

  @Test
  void iamWithoutARegionOrWithoutTlsIsNamed() {
    assertMisconfigured(iam(1).without("KAFKA_AWS_REGION"), "KAFKA_AWS_REGION");
    assertMisconfigured(
        iam(1).with("KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT"), "KAFKA_SECURITY_PROTOCOL");
  }

  @Test
  void authorityOfAFileInTheTrustFolderIsTrusted(@TempDir Path folder) throws IOException {
    TestCertificate certificate = TestCertificate.valid();
    Files.writeString(folder.resolve("ca.pem"), certificate.authorityPem());
    var connector = new KafkaConnector(OPEN, TOKENS, new TrustFolder(Optional.of(folder)));
    try (Served server = overTls(certificate)) {
      Setup setup = new Setup(connector, server.setup().config());

      assertThat(outcome(setup.with("KAFKA_SSL_CA_FILE", "ca.pem"))).isInstanceOf(Passed.class);
      assertMisconfigured(setup.with("KAFKA_SSL_CA_FILE", "/etc/hostname"), "KAFKA_SSL_CA_FILE");
      assertMisconfigured(setup.with("KAFKA_SSL_CA_FILE", "../ca.pem"), "KAFKA_SSL_CA_FILE");
    }
  }

  @Test
  void newestMessagesOfAllPartitionsArePreviewedOldestFirst() {
    List<Message> messages = ((Messages) preview(good(), 5)).messages();

    assertThat(messages)
        .extracting(message -> message.at().toEpochMilli())
        .containsExactly(3_000L, 4_000L, 5_000L, 6_000L, 7_000L);
    assertThat(messages).extracting(Message::topic).containsOnly("orders");
    assertThat(messages)
        .extracting(Message::partition, Message::offset)
        .contains(Tuple.tuple("1", "3"));
    assertThat(messages.get(4).value()).isEqualTo(Secret.of(new byte[] {0, -1, 7}));
    assertThat(messages.get(4).key()).contains(Secret.of("key-7"));
    assertThat(messages.get(3).value()).isEqualTo(Secret.of(""));
    assertThat(messages.get(2).key()).isEmpty();
  }

  @Test
  void previewLeavesNoGroupBehind() throws ExecutionException, InterruptedException {
    assertThat(preview(good(), 5)).isInstanceOf(Messages.class);

    try (var admin = KAFKA.broker().admin()) {
      assertThat(admin.listGroups().all().get()).isEmpty();
    }
  }

  @Test
  void emptyTopicHasNothingToPreview() {
    assertThat(preview(good().with("KAFKA_TOPIC", "empty"), 5)).isEqualTo(new Messages(List.of()));
  }

  @Test
  void whoMayDescribeAndNotReadHasNothingPreviewed() {
    Setup setup = good().with("KAFKA_TOPIC", "described");

    assertThat(outcome(setup)).isInstanceOf(Passed.class);
    assertThat(preview(setup, 5))
        .isInstanceOfSatisfying(
            NotRead.class,
            notRead -> assertThat(notRead.outcome()).isInstanceOf(NotPermitted.class));
  }

  private static StreamConnector.Preview preview(Setup setup, int limit) {
    return ((StreamConnector) setup.connector())
        .preview(setup.secrets(), limit, Duration.ofSeconds(30));
  }
}
