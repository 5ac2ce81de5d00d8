package dev.rekey.it;

import dev.rekey.client.RekeyClient;
import dev.rekey.client.Rotation;
import dev.rekey.client.RotationFilter;
import dev.rekey.testing.Eventually;
import java.time.Duration;
import java.util.List;

/** Waits for what becomes of events. */
final class RotationWatch {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private RotationWatch() {}

  /** The rotation that an event caused, once it has come to its end. */
  static Rotation awaitEnd(RekeyClient client, String event) {
    return Eventually.get(
        LIMIT,
        () -> "no end of a rotation of event " + event + " among " + all(client),
        () ->
            all(client).stream()
                .filter(rotation -> rotation.eventId().contains(event))
                .filter(rotation -> rotation.state().isFinal())
                .findFirst()
                .map(rotation -> client.rotations().get(rotation.id())));
  }

  private static List<Rotation> all(RekeyClient client) {
    return client.rotations().list(RotationFilter.newest(100));
  }
}
