package dev.rekey.event.kafka;

import dev.rekey.event.Delivery;
import dev.rekey.event.EventDecoder;
import dev.rekey.event.EventSource;
import dev.rekey.event.Handover;
import dev.rekey.event.Intake;
import dev.rekey.event.TracedNews;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Receives from the channel {@value #CHANNEL}, one batch of records at a time, and acknowledges a
 * batch after the intake has taken it. While the intake cannot, the batch is offered to it again
 * and again; the consumer stays in its group meanwhile and holds back the records behind it.
 *
 * <p>It relies on these settings of the channel:
 *
 * <ul>
 *   <li>{@code batch=true}, and byte arrays for key and value, so that no record fails before it
 *       gets here;
 *   <li>{@code cloud-events=false}, because the connector's own decoding fails on bad events;
 *   <li>{@code commit-strategy=throttled}: it never commits past a batch that is not acknowledged,
 *       commits when a partition is taken away and at the end, and forgets acknowledgements for a
 *       partition that another worker has by now ({@code latest} would set the other's offset
 *       back);
 *   <li>{@code throttled.unprocessed-record-max-age.ms=0}: by default the consumer is closed for
 *       good when the intake is down for a minute. What is in hand is bounded by the batches.
 * </ul>
 *
 * <p>The container makes the only instance, and the channel begins with the application; nothing is
 * handed over before {@link #start()}. Where no Kafka is configured the channel is disabled and
 * this is never started.
 */
@Singleton
public class KafkaEventSource implements EventSource {
  /** The name of this source. */
  public static final String NAME = "kafka";

  static final String CHANNEL = "secret-rotations";

  private static final Logger LOGGER = Logger.getLogger(KafkaEventSource.class);
  private static final String THREAD = "kafka-event-source";

  /** Heartbeats go out every three seconds unless configured otherwise. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private final Handover handover;
  private final String topic;
  private final KafkaClientService clients;
  private final InstantSource clock;
  private final EventDecoder decoder = new TracedNews(new CloudEventDecoder());
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile CompletableFuture<Void> underWay = CompletableFuture.completedFuture(null);

  KafkaEventSource(
      Intake intake,
      @ConfigProperty(name = "mp.messaging.incoming." + CHANNEL + ".topic") String topic,
      KafkaClientService clients,
      InstantSource clock) {
    this.handover = new Handover(NAME, intake);
    this.topic = topic;
    this.clients = clients;
    this.clock = clock;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String place() {
    return topic;
  }

  @Override
  public void start() {
    started.countDown();
  }

  @Override
  public Optional<Instant> lastPolled() {
    List<KafkaConsumer<byte[], byte[]>> consumers = clients.getConsumers(CHANNEL);
    return consumers.stream()
        .map(KafkaConsumer::unwrap)
        .filter(Objects::nonNull)
        .flatMap(KafkaEventSource::sinceHeartbeat)
        .min(Comparator.naturalOrder())
        .map(clock.instant()::minus);
  }

  /**
   * The client tells how long ago it sent a heartbeat to the coordinator of its group, and stops
   * sending when that does not answer. It can be asked from any thread.
   */
  private static Stream<Duration> sinceHeartbeat(Consumer<byte[], byte[]> consumer) {
    return consumer.metrics().values().stream()
        .filter(metric -> metric.metricName().name().equals("last-heartbeat-seconds-ago"))
        .map(metric -> (double) metric.metricValue())
        .filter(seconds -> seconds >= 0)
        .map(seconds -> Duration.ofSeconds(seconds.longValue()));
  }

  @Override
  public Duration pollInterval() {
    return HEARTBEAT;
  }

  /**
   * Called with the next batch only when the stage of the one before has ended, so the order of a
   * partition is kept. (A method that runs on a virtual thread by annotation is called for many
   * batches at once, hence the thread of our own.)
   *
   * <p>An exception in the stage would end the channel. That is left to errors of the JVM, after
   * which the process is of no use: the health of the channel then asks for its end.
   */
  @Incoming(CHANNEL)
  CompletionStage<Void> receive(Message<ConsumerRecords<byte[], byte[]>> batch) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    underWay = done;
    return done.completeAsync(() -> handOver(batch), Thread.ofVirtual().name(THREAD)::start);
  }

  /** Leaves the batch without an acknowledgement when the source is closed: it will come again. */
  private @Nullable Void handOver(Message<ConsumerRecords<byte[], byte[]>> batch) {
    try {
      started.await();
      List<Delivery> deliveries = deliveries(batch.getPayload());
      if (handover.insist(deliveries, closed)) {
        acknowledge(batch);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  private List<Delivery> deliveries(ConsumerRecords<byte[], byte[]> records) {
    List<Delivery> deliveries = new ArrayList<>(records.count());
    for (ConsumerRecord<byte[], byte[]> record : records) {
      String position = record.topic() + "/" + record.partition() + "@" + record.offset();
      deliveries.add(
          new Delivery(
              NAME,
              position,
              decoder.decode(KafkaHeaders.attributes(record.headers()), record.value())));
    }
    return deliveries;
  }

  private static void acknowledge(Message<?> batch) {
    try {
      batch.ack().toCompletableFuture().join();
    } catch (CompletionException e) {
      LOGGER.warnf(
          "events were not acknowledged and will come again source=%s error=%s",
          NAME, e.getCause().getClass().getName());
    }
  }

  @Override
  public void close() {
    closed.countDown();
    started.countDown();
    underWay.exceptionally(_ -> null).join();
  }
}
