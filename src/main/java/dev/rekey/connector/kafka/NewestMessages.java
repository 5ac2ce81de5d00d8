package dev.rekey.connector.kafka;

import dev.rekey.connector.StreamConnector.Message;
import dev.rekey.connector.StreamConnector.Messages;
import dev.rekey.connector.StreamConnector.Preview;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the newest messages of a topic without a group: there is no position to be moved. */
final class NewestMessages {
  private static final int LARGEST_FETCH = 1 << 20;
  private static final Duration POLL = Duration.ofMillis(500);

  private NewestMessages() {}

  static Preview read(
      String topic, Endpoint at, Map<String, Object> configs, int limit, Duration deadline) {
    var consumer =
        new KafkaConsumer<>(
            settings(at, configs, deadline),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    try {
      return new Messages(newest(read(consumer, topic, limit), limit));
    } finally {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  private static Map<String, Object> settings(
      Endpoint at, Map<String, Object> configs, Duration deadline) {
    Map<String, Object> settings = new HashMap<>(configs);
    int millis = Math.clamp(deadline.toMillis(), 1, Integer.MAX_VALUE);
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, at.toString());
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, LARGEST_FETCH);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, LARGEST_FETCH);
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
    return settings;
  }

  private static List<Message> read(
      KafkaConsumer<byte[], byte[]> consumer, String topic, int limit) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
    for (TopicPartition each : partitions) {
      consumer.seek(each, Math.max(begin.get(each), end.get(each) - limit));
    }
    List<Message> messages = new ArrayList<>();
    while (partitions.stream().anyMatch(each -> consumer.position(each) < end.get(each))) {
      consumer.poll(POLL).forEach(one -> messages.add(message(one)));
    }
    return messages;
  }

  private static List<Message> newest(List<Message> messages, int limit) {
    return messages.stream()
        .sorted(Comparator.comparing(Message::at))
        .skip(Math.max(0, messages.size() - limit))
        .toList();
  }

  private static Message message(ConsumerRecord<byte[], byte[]> one) {
    return new Message(
        // A message without a value says that its key is gone.
        Secret.of(one.value() == null ? new byte[0] : one.value()),
        Optional.ofNullable(one.key()).map(Secret::of),
        one.topic(),
        Integer.toString(one.partition()),
        Long.toString(one.offset()),
        Instant.ofEpochMilli(one.timestamp()));
  }
}
