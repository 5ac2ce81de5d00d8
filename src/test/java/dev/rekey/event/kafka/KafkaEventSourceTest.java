package dev.rekey.event.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.rekey.event.Delivery;
import dev.rekey.testing.RecordingIntake;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.KafkaProducer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

class KafkaEventSourceTest {
  private final RecordingIntake intake = new RecordingIntake();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final KafkaEventSource source =
      new KafkaEventSource(
          intake, "rotations", new NoClients(), InstantSource.fixed(Instant.EPOCH));

  @Test
  void nothingIsHandedOverBeforeTheStart() {
    CompletableFuture<Void> done = receive();
    assertThat(done).isNotDone();
    assertThat(intake.calls()).isZero();

    source.start();

    await().until(done::isDone);
    assertThat(intake.deliveries()).hasSize(1);
    assertThat(acknowledged).hasValue(1);
  }

  @Test
  void deliveriesSayWhereTheyStood() {
    source.start();

    receive().join();

    assertThat(intake.deliveries())
        .extracting(Delivery::source, Delivery::position)
        .containsExactly(tuple("kafka", "topic/3@17"));
  }

  @Test
  void closingGivesUpABatchThatIsRefusedWithoutAcknowledgingIt() {
    source.start();
    intake.refuse(Integer.MAX_VALUE);
    CompletableFuture<Void> done = receive();
    await().until(() -> !intake.refused().isEmpty());

    source.close();

    assertThat(done).isCompleted();
    assertThat(acknowledged).hasValue(0);
  }

  @Test
  void closingWaitsForTheBatchUnderWay() {
    source.start();
    intake.hold();
    CompletableFuture<Void> done = receive();
    await().until(() -> intake.calls() == 1);
    Thread closing = Thread.ofVirtual().start(source::close);
    await().until(() -> closing.getState() == Thread.State.WAITING);
    assertThat(done).isNotDone();

    intake.release();

    await().until(() -> !closing.isAlive());
    assertThat(acknowledged).hasValue(1);
  }

  @Test
  void afterTheCloseNothingIsTakenNorAcknowledged() {
    source.start();
    source.close();
    source.close();

    receive().join();

    assertThat(intake.calls()).isZero();
    assertThat(acknowledged).hasValue(0);
  }

  @Test
  void aCloseBeforeTheStartLetsABatchGo() {
    CompletableFuture<Void> done = receive();

    source.close();

    assertThat(done).isCompleted();
    assertThat(acknowledged).hasValue(0);
  }

  @Test
  void anAcknowledgementThatFailsDoesNotEndTheChannel() {
    source.start();

    CompletableFuture<Void> done =
        source
            .receive(
                Message.of(
                    records(),
                    () -> CompletableFuture.failedFuture(new IllegalStateException("no broker"))))
            .toCompletableFuture();

    await().until(done::isDone);
    assertThat(done).isCompleted();
  }

  @Test
  void withoutAConsumerItHasNotPolled() {
    assertThat(source.lastPolled()).isEmpty();
    assertThat(source.name()).isEqualTo("kafka");
  }

  private CompletableFuture<Void> receive() {
    return source
        .receive(
            Message.of(
                records(),
                () -> {
                  acknowledged.incrementAndGet();
                  return CompletableFuture.completedFuture(null);
                }))
        .toCompletableFuture();
  }

  private static ConsumerRecords<byte[], byte[]> records() {
    TopicPartition partition = new TopicPartition("topic", 3);
    var record = new ConsumerRecord<byte[], byte[]>("topic", 3, 17, null, "x".getBytes(UTF_8));
    return new ConsumerRecords<>(Map.of(partition, List.of(record)), Map.of());
  }

  /** As it is when the channel is disabled. */
  private static final class NoClients implements KafkaClientService {
    @Override
    public <K, V> List<KafkaConsumer<K, V>> getConsumers(String channel) {
      return List.of();
    }

    @Override
    public <K, V> KafkaProducer<K, V> getProducer(String channel) {
      throw new UnsupportedOperationException("nothing is sent");
    }

    @Override
    public Set<String> getConsumerChannels() {
      return Set.of();
    }

    @Override
    public Set<String> getProducerChannels() {
      return Set.of();
    }
  }
}
