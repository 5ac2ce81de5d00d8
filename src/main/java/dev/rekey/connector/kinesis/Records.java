package dev.rekey.connector.kinesis;

import dev.rekey.connector.StreamConnector.Message;
import dev.rekey.connector.StreamConnector.Messages;
import dev.rekey.connector.StreamConnector.Preview;
import dev.rekey.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Looks at the newest records of a stream. Readers of Kinesis keep their places themselves. */
final class Records {
  private static final int MOST_SHARDS = 10;

  /** A call is 2 MiB at most, and often empty before the end: Kinesis reads a part of a shard. */
  private static final int CALLS_PER_SHARD = 3;

  /** A look from the beginning of a stream would find the oldest records, and none for long. */
  private static final Duration WINDOW = Duration.ofHours(1);

  private final KinesisClient client;
  private final KinesisSpec spec;
  private final Instant since;

  Records(KinesisClient client, KinesisSpec spec, InstantSource clock) {
    this.client = client;
    this.spec = spec;
    this.since = clock.instant().minus(WINDOW);
  }

  Preview newest(int limit) {
    List<Message> messages = new ArrayList<>();
    for (Shard shard : shards()) {
      messages.addAll(newest(shard.shardId(), limit));
    }
    messages.sort(Comparator.comparing(Message::at));
    return new Messages(messages.subList(Math.max(0, messages.size() - limit), messages.size()));
  }

  private List<Shard> shards() {
    return client
        .listShards(
            request ->
                request
                    .streamName(spec.name().orElse(null))
                    .streamARN(spec.arn().orElse(null))
                    .maxResults(MOST_SHARDS))
        .shards();
  }

  private List<Message> newest(String shard, int limit) {
    List<Message> newest = new ArrayList<>();
    String iterator =
        client
            .getShardIterator(
                request ->
                    request
                        .streamName(spec.name().orElse(null))
                        .streamARN(spec.arn().orElse(null))
                        .shardId(shard)
                        .shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                        .timestamp(since))
            .shardIterator();
    for (int call = 0; call < CALLS_PER_SHARD && iterator != null; call++) {
      String place = iterator;
      GetRecordsResponse answer =
          client.getRecords(
              request -> request.streamARN(spec.arn().orElse(null)).shardIterator(place));
      answer.records().forEach(one -> newest.add(message(shard, one)));
      iterator = answer.millisBehindLatest() == 0 ? null : answer.nextShardIterator();
    }
    return newest.subList(Math.max(0, newest.size() - limit), newest.size());
  }

  private Message message(String shard, Record one) {
    return new Message(
        Secret.of(one.data().asByteArray()),
        Optional.of(Secret.of(one.partitionKey())),
        spec.topic(),
        shard,
        one.sequenceNumber(),
        one.approximateArrivalTimestamp());
  }
}
