package dev.rekey.rotation;

import dev.rekey.event.RotationEvent;
import dev.rekey.rotation.Journal.Quarantined;
import dev.rekey.rotation.Journal.Recorded;
import dev.rekey.rotation.Journal.Request;
import dev.rekey.secret.Freshness;
import dev.rekey.secret.SecretVersion;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Journals requests, and lets the observer and the driver know of what was queued. Thread-safe. */
public final class Recorder {
  private final Journal journal;
  private final RotationDriver driver;
  private final RotationObserver observer;
  private final Supplier<String> ids;
  private final InstantSource clock;

  /**
   * @param driver takes over each rotation that is queued and claimed
   */
  public Recorder(
      Journal journal,
      RotationDriver driver,
      RotationObserver observer,
      Supplier<String> ids,
      InstantSource clock) {
    this.journal = journal;
    this.driver = driver;
    this.observer = observer;
    this.ids = ids;
    this.clock = clock;
  }

  /** How fresh a secret has to be that is fetched for what comes in now. */
  Freshness now() {
    return driver.now();
  }

  Instant time() {
    return clock.instant();
  }

  String newId() {
    return ids.get();
  }

  /** Blocks while the driver has as much in hand as it takes. */
  void awaitRoom() throws InterruptedException {
    driver.awaitRoom();
  }

  Request request(
      Binding binding, String source, RotationEvent event, RotationCause cause, Instant at) {
    Rotation rotation = Rotation.queued(ids.get(), binding, event.id(), cause, at);
    return new Request(event.trace().map(rotation::in).orElse(rotation), source, event);
  }

  /**
   * Journals, then hands on.
   *
   * @param fresh {@link #now()} of the time at which the news came in
   */
  List<Recorded> record(List<Request> requests, List<Quarantined> quarantined, Freshness fresh) {
    if (requests.isEmpty() && quarantined.isEmpty()) {
      return List.of();
    }
    List<Recorded> recorded = journal.record(requests, quarantined);
    handOn(requests, recorded, fresh);
    return recorded;
  }

  /**
   * Hands on what is in the journal already.
   *
   * @param recorded one for each request
   */
  void handOn(List<Request> requests, List<Recorded> recorded, Freshness fresh) {
    for (int i = 0; i < recorded.size(); i++) {
      if (recorded.get(i) instanceof Recorded.Queued queued) {
        queued.superseded().ifPresent(observer::moved);
        observer.moved(queued.rotation());
        if (queued.rotation().claimed()) {
          driver.submit(queued.rotation(), fresh.told(told(requests.get(i))));
        }
      }
    }
  }

  /** Whoever asks for one more attempt wants what is current, whatever an event said of it. */
  private static Optional<SecretVersion> told(Request request) {
    return request.event().version().filter(_ -> !request.rotation().cause().isPerson());
  }
}
