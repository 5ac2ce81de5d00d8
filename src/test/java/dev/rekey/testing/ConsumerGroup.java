package dev.rekey.testing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** What the worker has acknowledged of a topic with one partition. */
public final class ConsumerGroup {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private ConsumerGroup() {}

  /** Returns when the committed offset is the end of the topic. */
  public static void awaitAllAcknowledged(String topic) {
    var partition = new TopicPartition(topic, 0);
    try (Admin admin = KafkaBroker.shared().admin()) {
      long end = end(admin, partition);
      Eventually.get(
          LIMIT,
          () -> "committed " + committed(admin, partition) + " of " + end,
          () -> committed(admin, partition).filter(offset -> offset == end));
    }
  }

  /** The names that the members of the group gave themselves. */
  public static List<String> instances(String topic) {
    String group = WorkerConfig.groupOf(topic);
    try (Admin admin = KafkaBroker.shared().admin()) {
      return now(admin.describeConsumerGroups(List.of(group)).describedGroups().get(group))
          .members()
          .stream()
          .flatMap(member -> member.groupInstanceId().stream())
          .toList();
    }
  }

  private static long end(Admin admin, TopicPartition partition) {
    return now(admin.listOffsets(Map.of(partition, OffsetSpec.latest())).partitionResult(partition))
        .offset();
  }

  private static Optional<Long> committed(Admin admin, TopicPartition partition) {
    String group = WorkerConfig.groupOf(partition.topic());
    var offsets = now(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group));
    return Optional.ofNullable(offsets.get(partition)).map(OffsetAndMetadata::offset);
  }

  private static <T> T now(KafkaFuture<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
