package dev.rekey.connector.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekey.connector.support.ConfigReader;
import dev.rekey.connector.support.InvalidConfigException;
import java.util.Set;
import java.util.TreeSet;

/**
 * The further settings of a consumer, a JSON object. They can name classes and files; those that
 * may be there are listed, tune a consumer, and are no matter of a test.
 */
final class ConsumerSettings {
  private static final String KEY = "KAFKA_ADDITIONAL_KAFKA_ARGS";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> ALLOWED =
      Set.of(
          "auto.commit.interval.ms",
          "auto.offset.reset",
          "check.crcs",
          "client.rack",
          "connections.max.idle.ms",
          "default.api.timeout.ms",
          "enable.auto.commit",
          "fetch.max.bytes",
          "fetch.max.wait.ms",
          "fetch.min.bytes",
          "heartbeat.interval.ms",
          "isolation.level",
          "max.partition.fetch.bytes",
          "max.poll.interval.ms",
          "max.poll.records",
          "metadata.max.age.ms",
          "receive.buffer.bytes",
          "reconnect.backoff.max.ms",
          "reconnect.backoff.ms",
          "request.timeout.ms",
          "retry.backoff.ms",
          "send.buffer.bytes",
          "session.timeout.ms");

  private ConsumerSettings() {}

  /**
   * @throws InvalidConfigException for anything else than what may be there
   */
  static void check(ConfigReader config) {
    config.text(KEY).ifPresent(ConsumerSettings::check);
  }

  private static void check(String text) {
    parse(text)
        .fieldNames()
        .forEachRemaining(
            name -> {
              // What is refused is not repeated: it may be a value that got into the wrong place.
              if (!ALLOWED.contains(name)) {
                throw new InvalidConfigException(
                    KEY,
                    "holds a setting that is not allowed here; allowed are "
                        + String.join(", ", new TreeSet<>(ALLOWED)));
              }
            });
  }

  private static JsonNode parse(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      if (json != null && json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException _) {
      // Its text quotes the value; what is wrong is said below.
    }
    throw new InvalidConfigException(KEY, "is not a JSON object");
  }
}
