package dev.rekey.event.kafka;

import dev.rekey.testing.KafkaBroker;
import dev.rekey.testing.RecordingIntake;
import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The channel as a deployment has it, on the broker of the tests, with an intake that records. */
public final class KafkaChannelProfile implements QuarkusTestProfile {
  static final String TOPIC = "rotations-of-the-test";
  static final String GROUP = "rekey-of-the-test";
  static final int MAX_POLL_RECORDS = 500;
  static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private static final String BYTES = "org.apache.kafka.common.serialization.ByteArrayDeserializer";

  @Override
  public Map<String, String> getConfigOverrides() {
    KafkaBroker broker = KafkaBroker.shared();
    broker.createTopic(TOPIC, 1);
    Map<String, String> channel = new HashMap<>();
    channel.put("connector", "smallrye-kafka");
    channel.put("enabled", "true");
    channel.put("topic", TOPIC);
    channel.put("group.id", GROUP);
    channel.put("bootstrap.servers", broker.bootstrapServers());
    channel.put("batch", "true");
    channel.put("cloud-events", "false");
    channel.put("key.deserializer", BYTES);
    channel.put("value.deserializer", BYTES);
    channel.put("auto.offset.reset", "earliest");
    channel.put("max.poll.records", "" + MAX_POLL_RECORDS);
    channel.put("commit-strategy", "throttled");
    channel.put("throttled.unprocessed-record-max-age.ms", "0");
    // Shorter than in a deployment, so that a commit that must not come has many occasions.
    channel.put("auto.commit.interval.ms", "200");
    Map<String, String> settings = new HashMap<>();
    channel.forEach(
        (key, value) -> settings.put("mp.messaging.incoming.secret-rotations." + key, value));
    settings.put("quarkus.devservices.enabled", "false");
    settings.put("quarkus.http.test-port", "0");
    return settings;
  }

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(Beans.class);
  }

  /** What the application makes elsewhere. */
  @Alternative
  @Singleton
  static final class Beans {
    @Produces
    @Singleton
    RecordingIntake intake() {
      return new RecordingIntake();
    }

    @Produces
    @Singleton
    InstantSource clock() {
      return InstantSource.fixed(NOW);
    }
  }
}
