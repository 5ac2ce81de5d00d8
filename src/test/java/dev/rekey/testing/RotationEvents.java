package dev.rekey.testing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Says by a plain Kafka producer that secrets have new versions: CloudEvents in binary mode, keyed
 * by the secret. What is published is in the topic when a method returns.
 */
public final class RotationEvents implements AutoCloseable {
  private final String topic;
  private final Producer<String, String> producer;

  private RotationEvents(String topic, Producer<String, String> producer) {
    this.topic = topic;
    this.producer = producer;
  }

  /** A producer for a new topic of one partition. */
  public static RotationEvents newTopic(KafkaBroker broker, String topic) {
    return newTopic(broker, topic, 1);
  }

  /** A producer for a new topic. */
  public static RotationEvents newTopic(KafkaBroker broker, String topic, int partitions) {
    broker.createTopic(topic, partitions);
    return new RotationEvents(
        topic,
        new KafkaProducer<>(
            broker.clientSettings(), new StringSerializer(), new StringSerializer()));
  }

  /**
   * Publishes one event.
   *
   * @return its id
   */
  public String publish(String secret) {
    String id = UUID.randomUUID().toString();
    publish(secret, id);
    return id;
  }

  /** Publishes an event with an id that may have been there before. */
  public void publish(String secret, String id) {
    await(List.of(send(secret, id)));
  }

  /**
   * Publishes one event in a trace.
   *
   * @param traceparent as W3C defines it
   * @return the id of the event
   */
  public String publishTraced(String secret, String traceparent) {
    String id = UUID.randomUUID().toString();
    ProducerRecord<String, String> event = event(secret, id);
    event.headers().add("traceparent", bytes(traceparent));
    await(List.of(producer.send(event)));
    return id;
  }

  /** Publishes one event for each of these secrets. */
  public void publishAll(List<String> secrets) {
    await(secrets.stream().map(secret -> send(secret, UUID.randomUUID().toString())).toList());
  }

  /** Publishes what nobody can decode. */
  public void publishUndecodable(String body) {
    await(List.of(producer.send(new ProducerRecord<>(topic, body))));
  }

  /** Publishes one event for each of so many secrets, which nothing is bound to. */
  public void publishUnbound(int count) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sent.add(send("unbound-" + i, UUID.randomUUID().toString()));
    }
    await(sent);
  }

  private Future<RecordMetadata> send(String secret, String id) {
    return producer.send(event(secret, id));
  }

  private ProducerRecord<String, String> event(String secret, String id) {
    String ref = "dir://" + secret;
    var event = new ProducerRecord<>(topic, ref, "{\"secret\":\"" + ref + "\"}");
    Map.of(
            "ce_specversion", "1.0",
            "ce_type", "dev.rekey.secret.rotated.v1",
            "ce_source", "/rekey/tests",
            "ce_id", id,
            "ce_time", Instant.now().toString(),
            "content-type", "application/json")
        .forEach((name, value) -> event.headers().add(name, bytes(value)));
    return event;
  }

  private static void await(List<Future<RecordMetadata>> sent) {
    try {
      for (Future<RecordMetadata> one : sent) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("not published", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close();
  }
}
