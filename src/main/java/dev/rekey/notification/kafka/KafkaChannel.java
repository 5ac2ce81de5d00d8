package dev.rekey.notification.kafka;

import dev.rekey.notification.Channel;
import dev.rekey.notification.CloudEvents;
import dev.rekey.notification.Notification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Tells a topic, by the Kafka binding of CloudEvents. The key is the data source, so that its news
 * stay in their order in one partition. Connects when it first has something to tell.
 */
public final class KafkaChannel implements Channel {
  /** Kafka's own deadlines are shorter, so that what becomes of a record is known by then. */
  private static final Duration WAIT = Duration.ofSeconds(15);

  private static final int DELIVERY_MILLIS = 8_000;

  private static final int REQUEST_MILLIS = 4_000;
  private static final int BLOCK_MILLIS = 5_000;

  private final Map<String, Object> settings;
  private final String topic;
  private final CloudEvents events;
  private final boolean binary;
  private @Nullable Producer<byte[], byte[]> producer;

  /**
   * @param properties of the producer; they win, but for how records are written and acknowledged
   * @param binary whether the attributes are headers, and the value is the data alone
   */
  public KafkaChannel(
      String bootstrapServers,
      String topic,
      Map<String, String> properties,
      CloudEvents events,
      boolean binary) {
    this.topic = topic;
    this.events = events;
    this.binary = binary;
    this.settings = new HashMap<>();
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.putAll(properties);
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
  }

  @Override
  public Answer send(List<Notification> news) {
    try {
      for (Notification notification : news) {
        var _ = producer().send(message(notification)).get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
      }
      return new Answer.Taken();
    } catch (ExecutionException e) {
      return fault(e.getCause());
    } catch (KafkaException e) {
      return fault(e);
    } catch (TimeoutException e) {
      return unavailable("no acknowledgement within " + WAIT.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unavailable("broken off before there was an acknowledgement");
    }
  }

  private ProducerRecord<byte[], byte[]> message(Notification notification) {
    byte[] key = notification.dataSource().toString().getBytes(StandardCharsets.UTF_8);
    if (!binary) {
      var message =
          new ProducerRecord<>(
              topic, key, events.structured(notification).getBytes(StandardCharsets.UTF_8));
      header(message, "content-type", "application/cloudevents+json; charset=UTF-8");
      return message;
    }
    var message = new ProducerRecord<>(topic, key, events.data(notification));
    header(message, "content-type", "application/json");
    events.attributes(notification).forEach((name, value) -> header(message, "ce_" + name, value));
    return message;
  }

  private static void header(ProducerRecord<?, ?> message, String name, String value) {
    message.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private synchronized Producer<byte[], byte[]> producer() {
    Producer<byte[], byte[]> made = producer;
    if (made == null) {
      made = new KafkaProducer<>(settings);
      producer = made;
    }
    return made;
  }

  /** By type: a text may quote settings. */
  private static Answer fault(Throwable error) {
    return error instanceof AuthorizationException
            || error instanceof InvalidTopicException
            || error instanceof RecordTooLargeException
        ? new Answer.Refused("the broker refused it: " + error.getClass().getSimpleName())
        : unavailable("the broker has not taken it: " + error.getClass().getSimpleName());
  }

  private static Answer unavailable(String why) {
    return new Answer.Unavailable(why, Optional.empty());
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(1));
    }
  }
}
