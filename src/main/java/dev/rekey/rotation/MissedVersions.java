package dev.rekey.rotation;

import dev.rekey.event.RotationEvent;
import dev.rekey.rotation.Journal.Recorded;
import dev.rekey.rotation.Journal.Request;
import dev.rekey.rotation.Journal.Standing;
import dev.rekey.secret.Freshness;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Queues rotations of versions that no event told of. One that was rolled back, or that waits for a
 * person, is not tried again. Thread-safe.
 */
public final class MissedVersions {
  private static final String SOURCE = "drift";
  private static final String TYPE = "dev.rekey.drift.found";

  private final Bindings bindings;
  private final Journal journal;
  private final Recorder recorder;

  public MissedVersions(Bindings bindings, Journal journal, Recorder recorder) {
    this.bindings = bindings;
    this.journal = journal;
    this.recorder = recorder;
  }

  /**
   * Compares current versions with those that bindings have come to an end with. Blocks while the
   * engine has as much in hand as it takes.
   *
   * @param current by the secrets that were asked for
   * @param among only these bindings; asked of those alone that have missed something
   * @return how many rotations were queued
   */
  public int queue(Map<SecretRef, SecretVersion> current, Predicate<Binding> among)
      throws InterruptedException {
    Map<String, Standing> standings =
        journal.standings(current.keySet().stream().flatMap(this::bound).map(Binding::id).toList());
    recorder.awaitRoom();
    Freshness fresh = recorder.now();
    Instant now = recorder.time();
    List<Request> requests = new ArrayList<>();
    current.forEach(
        (secret, version) ->
            bound(secret)
                .filter(binding -> misses(standings.get(binding.id()), version))
                .filter(among)
                .map(binding -> request(binding, version, now))
                .forEach(requests::add));
    return (int)
        recorder.record(requests, List.of(), fresh).stream()
            .filter(Recorded.Queued.class::isInstance)
            .count();
  }

  /** By this very reference: what another one leads to has a call of its own. */
  private Stream<Binding> bound(SecretRef secret) {
    return bindings.of(secret).stream().filter(binding -> binding.secret().equals(secret));
  }

  /** One that is queued fetches what is current anyway. */
  private static boolean misses(Standing standing, SecretVersion current) {
    return !standing.queued()
        && standing.settled().stream().noneMatch(settled -> settled.version().equals(current))
        && standing.failed().stream().noneMatch(current::equals);
  }

  private Request request(Binding binding, SecretVersion version, Instant now) {
    return recorder.request(
        binding,
        SOURCE,
        new RotationEvent(recorder.newId(), TYPE, binding.secret(), Optional.of(version)),
        RotationCause.DRIFT,
        now);
  }
}
