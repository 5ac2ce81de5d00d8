package dev.rekey.event.sqs;

import dev.rekey.aws.AwsAccess;
import dev.rekey.event.Intake;
import dev.rekey.testing.AwsGateway;
import dev.rekey.testing.MotoServer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A queue on the shared server, and sources that read it through a gateway; closes all of it. */
final class SqsFixture implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private static final String REGION = "eu-west-1";

  private final AwsGateway gateway = AwsGateway.before(MotoServer.shared());
  private final dev.rekey.testing.SqsQueue queue;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  private SqsFixture(String suffix, Map<QueueAttributeName, String> attributes) {
    this.queue =
        dev.rekey.testing.SqsQueue.create(
            MotoServer.shared().endpoint(),
            REGION,
            "news-" + UUID.randomUUID() + suffix,
            attributes);
  }

  static SqsFixture standard() {
    return new SqsFixture("", Map.of());
  }

  static SqsFixture fifo() {
    return new SqsFixture(
        ".fifo",
        Map.of(
            QueueAttributeName.FIFO_QUEUE, "true",
            QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "true"));
  }

  /** Counts the calls of the sources, and can let them fail. */
  AwsGateway gateway() {
    return gateway;
  }

  dev.rekey.testing.SqsQueue queue() {
    return queue;
  }

  SqsEventSource source(Intake intake, SqsSettings settings) {
    return source(intake, settings, gateway.endpoint());
  }

  SqsEventSource source(Intake intake, SqsSettings settings, URI endpoint) {
    var access =
        new AwsAccess(
            Optional.of(endpoint),
            Optional.empty(),
            settings.deadlines(),
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
    var source =
        new SqsEventSource(
            new SqsQueue(queue.url(), REGION), settings, access, intake, InstantSource.fixed(NOW));
    open.push(access);
    open.push(source);
    return source;
  }

  static SqsSettings settings(int receivers, int longPollSeconds, int visibilitySeconds) {
    return new SqsSettings(
        receivers, Duration.ofSeconds(longPollSeconds), Duration.ofSeconds(visibilitySeconds));
  }

  /** The event of Secrets Manager for a secret that has a new version. */
  static String news(String id) {
    return """
        {"version":"0","id":"%s","detail-type":"Secret Label Updated",
         "source":"aws.secretsmanager","account":"123456789012","region":"eu-west-1",
         "resources":["arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf"],
         "detail":{"name":"db","labelUpdated":"AWSCURRENT","versionId":"v-1"}}"""
        .formatted(id);
  }

  static String foreign() {
    return "{\"source\":\"aws.ec2\",\"detail-type\":\"EC2 Instance State-change Notification\"}";
  }

  @Override
  public void close() throws Exception {
    gateway.mend();
    while (!open.isEmpty()) {
      open.pop().close();
    }
    queue.close();
    gateway.close();
  }
}
