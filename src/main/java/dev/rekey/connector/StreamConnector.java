package dev.rekey.connector;

import dev.rekey.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A connector whose data sources carry messages, which can be looked at. */
public interface StreamConnector extends Connector {
  /**
   * Reads a few messages. Nobody else's position moves, and nothing is acknowledged.
   *
   * @param limit the most messages, at least 1; there may be fewer, and none
   * @param deadline how long it may take in all
   */
  Preview preview(Map<String, Secret> config, int limit, Duration deadline);

  /** What became of a look. */
  sealed interface Preview {}

  /** The messages, oldest first. */
  record Messages(List<Message> messages) implements Preview {
    public Messages {
      messages = List.copyOf(messages);
    }
  }

  /** There was nothing to be read, for a reason. */
  record NotRead(TestResult outcome) implements Preview {}

  /**
   * A message. What it holds is not ours to show: only who asked for the look gets it.
   *
   * @param key where the stream has keys
   * @param topic the topic, stream or subscription
   * @param partition the partition or shard; empty where there is none
   * @param offset the place in the partition; the id of the message where there is none
   */
  record Message(
      Secret value,
      Optional<Secret> key,
      String topic,
      String partition,
      String offset,
      Instant at) {}
}
