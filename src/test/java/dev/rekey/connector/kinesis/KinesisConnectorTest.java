package dev.rekey.connector.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.Connector;
import dev.rekey.connector.ConnectorContract;
import dev.rekey.connector.Setup;
import dev.rekey.connector.StreamConnector;
import dev.rekey.connector.StreamConnector.Message;
import dev.rekey.connector.StreamConnector.Messages;
import dev.rekey.connector.StreamConnector.NotRead;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.TestResult.Unreachable;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.aws.TestAws;
import dev.rekey.datasource.Kind;
import dev.rekey.secret.Secret;
import dev.rekey.testing.AwsError;
import dev.rekey.testing.AwsGateway;
import dev.rekey.testing.AwsOwner;
import dev.rekey.testing.GuardedAws;
import dev.rekey.testing.MotoServer;
import dev.rekey.testing.TestCertificate;
import dev.rekey.testing.TlsFront;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;

class KinesisConnectorTest extends ConnectorContract {
  static {
    // moto does not speak CBOR.
    System.setProperty("aws.cborEnabled", "false");
  }

  private static final String ARN =
      "arn:aws:kinesis:eu-west-1:" + MotoServer.ACCOUNT + ":stream/orders";
  private static final GuardedAws AWS =
      new GuardedAws("kinesis:*", KinesisConnectorTest::makeStreams);

  private static void makeStreams(URI endpoint) {
    try (var client = AwsOwner.client(KinesisClient.builder(), endpoint, "eu-west-1")) {
      for (String stream : List.of("orders", "empty")) {
        client.createStream(request -> request.streamName(stream).shardCount(2));
      }
      for (int i = 1; i <= 7; i++) {
        String number = Integer.toString(i);
        client.putRecord(
            request ->
                request
                    .streamName("orders")
                    .partitionKey("key-" + number)
                    .data(SdkBytes.fromUtf8String("record-" + number)));
      }
    }
  }

  @AfterEach
  void mend() {
    AWS.gateway().mend();
  }

  @AfterAll
  static void stop() {
    AWS.close();
  }

  @Override
  protected Kind kind() {
    return Kind.KINESIS;
  }

  @Override
  protected int serverPort() {
    return AWS.port();
  }

  @Override
  protected Connector connector(Egress egress) {
    return new KinesisConnector(egress, TestAws.nowhere(), InstantSource.system());
  }

  @Override
  protected Setup at(int port) {
    return new Setup(
        connector(OPEN),
        Map.of(
            "KINESIS_ENDPOINT_URL",
            "http://127.0.0.1:" + port,
            "KINESIS_REGION_NAME",
            "eu-west-1",
            "KINESIS_STREAM_NAME",
            "orders",
            "KINESIS_AWS_ACCESS_KEY_ID",
            AWS.user().id(),
            "KINESIS_AWS_SECRET_ACCESS_KEY",
            AWS.user().secret()));
  }

  @Override
  protected Set<String> credentialKeys() {
    return Set.of("KINESIS_AWS_ACCESS_KEY_ID", "KINESIS_AWS_SECRET_ACCESS_KEY");
  }

  @Override
  protected Map<String, String> wrongCredential() {
    return Map.of("KINESIS_AWS_SECRET_ACCESS_KEY", CANARY);
  }

  @Override
  protected Setup notPermitted() {
    return good()
        .with(
            Map.of(
                "KINESIS_AWS_ACCESS_KEY_ID", AWS.stranger().id(),
                "KINESIS_AWS_SECRET_ACCESS_KEY", AWS.stranger().secret()));
  }

  @Override
  protected Setup unknownThing() {
    return good().with("KINESIS_STREAM_NAME", "no-such-stream");
  }

  @Override
  protected String thingKey() {
    return "KINESIS_STREAM_NAME";
  }

  @Override
  protected Set<String> urlKeys() {
    return Set.of("KINESIS_ENDPOINT_URL");
  }

  @Override
  protected Map<String, String> malformed() {
    return Map.of(
        "KINESIS_REGION_NAME",
        "eu-west-1.evil.example/",
        "KINESIS_STREAM_NAME",
        CANARY + "/",
        "KINESIS_STREAM_ARN",
        "arn:aws:s3:::" + CANARY,
        "KINESIS_CONSUMER_ROLE_ARN",
        CANARY,
        "KINESIS_AWS_ACCESS_KEY_ID",
        CANARY);
  }

  @Override
  protected Served overTls(TestCertificate certificate) {
    var front = new TlsFront(certificate, AWS.port());
    return Served.of(
        good().with("KINESIS_ENDPOINT_URL", "https://127.0.0.1:" + front.port()), front::close);
  }

  @Test
  void streamMayBeNamedByItsArn() {
    Setup setup = good().without("KINESIS_STREAM_NAME").with("KINESIS_STREAM_ARN", ARN);

    assertThat(outcome(setup)).isInstanceOf(Passed.class);
  }

  @Test
  void streamThatIsNotNamedIsMisconfigured() {
    assertMisconfigured(good().without("KINESIS_STREAM_NAME"), "KINESIS_STREAM_NAME");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CREATING", "DELETING"})
  void streamThatIsNotActiveIsUnreachable(String status) {
    AWS.gateway()
        .answering(
            "DescribeStreamSummary",
            "{\"StreamDescriptionSummary\": {\"StreamStatus\": \"%s\"}}".formatted(status));

    assertThat(outcome(good())).isInstanceOf(Unreachable.class);
  }

  @Test
  void sessionTokenIsSent() {
    try (var gateway = AwsGateway.before(MotoServer.shared())) {
      makeStreams(MotoServer.shared().endpoint());
      Setup setup = at(gateway.endpoint().getPort()).with("KINESIS_AWS_SESSION_TOKEN", "token-1");

      assertThat(outcome(setup)).isInstanceOf(Passed.class);
    }
  }

  @Test
  void newestRecordsOfAllShardsArePreviewedOldestFirst() {
    List<Message> messages = ((Messages) preview(good(), 5)).messages();

    assertThat(messages).hasSize(5).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
    assertThat(messages).extracting(Message::topic).containsOnly("orders");
    assertThat(messages)
        .extracting(Message::value)
        .contains(Secret.of("record-7"))
        .doesNotContain(Secret.of("record-1"));
    assertThat(messages)
        .filteredOn(message -> message.value().equals(Secret.of("record-7")))
        .allSatisfy(
            message -> {
              assertThat(message.key()).isEqualTo(Optional.of(Secret.of("key-7")));
              assertThat(message.partition()).startsWith("shardId-");
              assertThat(message.offset()).isNotEmpty();
            });
  }

  @Test
  void emptyStreamHasNothingToPreview() {
    assertThat(preview(good().with("KINESIS_STREAM_NAME", "empty"), 5))
        .isEqualTo(new Messages(List.of()));
  }

  @Test
  void whoMayNotReadHasNothingPreviewed() {
    AWS.gateway().failing("GetRecords", AwsError.of(400, "AccessDeniedException"));

    assertThat(preview(good(), 5))
        .isInstanceOfSatisfying(
            NotRead.class,
            notRead -> assertThat(notRead.outcome()).isInstanceOf(NotPermitted.class));
  }

  private static StreamConnector.Preview preview(Setup setup, int limit) {
    return ((StreamConnector) setup.connector())
        .preview(setup.secrets(), limit, Duration.ofSeconds(30));
  }
}
