package dev.rekey.it;

import dev.rekey.client.RekeyClient;
import dev.rekey.client.Rotation;
import dev.rekey.client.RotationFilter;
import dev.rekey.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Waits for what becomes of events. */
final class RotationWatch {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** For what comes again after a visibility timeout, or is tried again after a pause. */
  private static final Duration LONG = Duration.ofMinutes(3);

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

  /** All of a data source, the newest first. */
  static List<Rotation> of(RekeyClient client, String dataSource) {
    return client.rotations().list(RotationFilter.newest(100).ofDataSource(dataSource));
  }

  /**
   * The newest of a data source, once it has come to its end.
   *
   * @param rotations how many there are at least by then
   */
  static Rotation awaitNewest(RekeyClient client, String dataSource, int rotations) {
    return Eventually.get(
        LONG,
        () -> "rotations of " + dataSource + ": " + of(client, dataSource),
        () ->
            Optional.of(of(client, dataSource))
                .filter(all -> all.size() >= rotations)
                .map(List::getFirst)
                .filter(newest -> newest.state().isFinal()));
  }

  private static List<Rotation> all(RekeyClient client) {
    return client.rotations().list(RotationFilter.newest(100));
  }
}
