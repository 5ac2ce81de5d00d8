package dev.rekey.event.kafka;

import static dev.rekey.event.kafka.KafkaChannelProfile.GROUP;
import static dev.rekey.event.kafka.KafkaChannelProfile.MAX_POLL_RECORDS;
import static dev.rekey.event.kafka.KafkaChannelProfile.NOW;
import static dev.rekey.event.kafka.KafkaChannelProfile.TOPIC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekey.event.Delivery;
import dev.rekey.event.RotationEvent;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import dev.rekey.testing.KafkaBroker;
import dev.rekey.testing.RecordingIntake;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.inject.spi.CDI;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(KafkaChannelProfile.class)
class KafkaChannelTest {
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

  private static final byte[] KEY = "dir://db".getBytes(UTF_8);

  private final RecordingIntake intake = CDI.current().select(RecordingIntake.class).get();
  private final KafkaEventSource source = CDI.current().select(KafkaEventSource.class).get();
  private final Admin admin = KafkaBroker.shared().admin();
  private final KafkaProducer<byte[], byte[]> producer =
      new KafkaProducer<>(
          KafkaBroker.shared().clientSettings(),
          new ByteArraySerializer(),
          new ByteArraySerializer());

  @BeforeEach
  void begin() {
    source.start();
    awaitAllCommitted();
    intake.reset();
  }

  @AfterEach
  void stop() {
    intake.release();
    producer.close();
    admin.close();
  }

  @Test
  void theOffsetIsCommittedAfterTheIntakeHasReturned() {
    long before = end();
    intake.hold();
    send(binary("1"));
    await().until(() -> intake.calls() == 1);
    await().during(Duration.ofSeconds(2)).until(() -> committed() == before);

    intake.release();

    awaitAllCommitted();
    assertThat(committed()).isEqualTo(before + 1);
    assertThat(intake.events()).hasSize(1);
  }

  @Test
  void whatTheIntakeRefusesIsOfferedAgainInItsOrder() {
    long before = end();
    intake.refuse(Integer.MAX_VALUE);
    IntStream.rangeClosed(1, 20).mapToObj(i -> binary("" + i)).forEach(this::send);
    await().until(() -> intake.refused().size() >= 2);
    assertThat(committed()).isEqualTo(before);

    intake.refuse(0);

    awaitAllCommitted();
    assertThat(intake.refused()).containsOnly(intake.batches().getFirst());
    assertThat(intake.events())
        .extracting(RotationEvent::id)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 20).mapToObj(KafkaChannelTest::eventId).toList());
  }

  @Test
  void recordsThatNobodyCanDecodeDoNotStallThePartition() {
    long before = end();
    send(binary("1"));
    send(new ProducerRecord<>(TOPIC, KEY, null));
    send(new ProducerRecord<>(TOPIC, null, new byte[] {(byte) 0xff, 0}));
    ProducerRecord<byte[], byte[]> brokenStructured =
        new ProducerRecord<>(TOPIC, null, "{".getBytes(UTF_8));
    brokenStructured.headers().add("content-type", "application/cloudevents+json".getBytes(UTF_8));
    send(brokenStructured);
    send(binary("2"));

    awaitAllCommitted();

    assertThat(intake.deliveries())
        .extracting(delivery -> delivery.content().getClass().getSimpleName())
        .containsExactly("Decoded", "Undecodable", "Undecodable", "Undecodable", "Decoded");
    assertThat(intake.deliveries())
        .extracting(Delivery::position)
        .containsExactlyElementsOf(
            IntStream.range(0, 5).mapToObj(i -> TOPIC + "/0@" + (before + i)).toList());
  }

  @Test
  void eventsOfTheCloudEventsSdkAreUnderstoodInBothModes() {
    CloudEvent event =
        CloudEventBuilder.v1()
            .withId("e-1")
            .withSource(URI.create("/sdk"))
            .withType("dev.rekey.secret.rotated.v1")
            .withDataContentType("application/json")
            .withData("{\"secret\": \"dir://db\", \"version\": \"7\"}".getBytes(UTF_8))
            .build();
    send(KafkaMessageFactory.createWriter(TOPIC, KEY).writeBinary(event));
    send(KafkaMessageFactory.createWriter(TOPIC, KEY).writeStructured(event, new JsonFormat()));

    awaitAllCommitted();

    RotationEvent expected =
        new RotationEvent(
            "4:/sdk:e-1",
            "dev.rekey.secret.rotated.v1",
            SecretRef.directory("db"),
            Optional.of(new SecretVersion("7")));
    assertThat(intake.events()).containsExactly(expected, expected);
  }

  @Test
  void tenThousandRecordsPassWithFewOfThemInHand() {
    double before = recordsFetched();
    intake.hold();
    IntStream.range(0, 10_000).mapToObj(i -> binary("" + i)).forEach(this::sendSoon);
    producer.flush();
    await().until(() -> intake.calls() == 1);
    await()
        .during(Duration.ofSeconds(2))
        .until(() -> recordsFetched() - before <= 4 * MAX_POLL_RECORDS);

    intake.release();

    await().atMost(Duration.ofSeconds(60)).until(() -> intake.deliveries().size() == 10_000);
    awaitAllCommitted();
    assertThat(intake.events())
        .extracting(RotationEvent::id)
        .containsExactlyElementsOf(
            IntStream.range(0, 10_000).mapToObj(KafkaChannelTest::eventId).toList());
    assertThat(intake.batches())
        .allSatisfy(batch -> assertThat(batch).hasSizeLessThanOrEqualTo(MAX_POLL_RECORDS));
  }

  @Test
  void theConsumerSaysWhenItLastSawItsGroup() {
    await().until(() -> source.lastPolled().isPresent());

    assertThat(source.lastPolled().orElseThrow()).isBetween(NOW.minus(source.pollInterval()), NOW);
  }

  private static String eventId(int id) {
    return "5:/test:" + id;
  }

  private static ProducerRecord<byte[], byte[]> binary(String id) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(TOPIC, KEY, "{\"secret\": \"dir://db\"}".getBytes(UTF_8));
    record
        .headers()
        .add("ce_specversion", "1.0".getBytes(UTF_8))
        .add("ce_type", "dev.rekey.secret.rotated.v1".getBytes(UTF_8))
        .add("ce_source", "/test".getBytes(UTF_8))
        .add("ce_id", id.getBytes(UTF_8));
    return record;
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    sendSoon(record);
    producer.flush();
  }

  private void sendSoon(ProducerRecord<byte[], byte[]> record) {
    var _ = producer.send(record);
  }

  private void awaitAllCommitted() {
    await().atMost(Duration.ofSeconds(30)).until(() -> committed() == end());
  }

  /** What the broker knows as done; the beginning before the first commit. */
  private long committed() {
    var offsets = get(admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata());
    return offsets.containsKey(PARTITION) ? offsets.get(PARTITION).offset() : 0;
  }

  private long end() {
    return get(admin.listOffsets(Map.of(PARTITION, OffsetSpec.latest())).all())
        .get(PARTITION)
        .offset();
  }

  private static <T> T get(KafkaFuture<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private static double recordsFetched() {
    KafkaClientService clients = CDI.current().select(KafkaClientService.class).get();
    return clients.getConsumer("secret-rotations").unwrap().metrics().values().stream()
        .filter(metric -> metric.metricName().name().equals("records-consumed-total"))
        .filter(metric -> metric.metricName().tags().size() == 1)
        .mapToDouble(metric -> (double) metric.metricValue())
        .sum();
  }
}
