package dev.rekey.rotation;

import dev.rekey.event.Delivery;
import dev.rekey.event.Intake;
import dev.rekey.rotation.RotationObserver.Outcome;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Turns deliveries into journalled rotations: matches bindings, writes all of it in one
 * transaction, and then lets the engine know. A secret that no binding names is counted, and never
 * fetched.
 */
public final class RotationIntake implements Intake {
  private final Bindings bindings;
  private final Journal journal;
  private final RotationDriver driver;
  private final Supplier<String> ids;
  private final InstantSource clock;
  private final RotationObserver observer;

  /**
   * @param driver takes over each rotation that was queued; while it has no room, nothing is taken
   *     in, so that the sources are not read any further
   */
  public RotationIntake(
      Bindings bindings,
      Journal journal,
      RotationDriver driver,
      Supplier<String> ids,
      InstantSource clock,
      RotationObserver observer) {
    this.bindings = bindings;
    this.journal = journal;
    this.driver = driver;
    this.ids = ids;
    this.clock = clock;
    this.observer = observer;
  }

  @Override
  public void accept(List<Delivery> deliveries) {
    awaitRoom();
    long freshSince = driver.now();
    Instant now = clock.instant();
    List<Delivery> asked = new ArrayList<>();
    List<Journal.Request> requests = new ArrayList<>();
    List<Delivery> refused = new ArrayList<>();
    List<Journal.Quarantined> quarantined = new ArrayList<>();
    List<Delivery> unbound = new ArrayList<>();
    for (Delivery delivery : deliveries) {
      observer.received(delivery);
      switch (delivery.content()) {
        case Delivery.Decoded decoded -> {
          List<Binding> bound = bindings.of(decoded.event().secret());
          if (bound.isEmpty()) {
            unbound.add(delivery);
          }
          for (Binding binding : bound) {
            asked.add(delivery);
            requests.add(
                new Journal.Request(
                    Rotation.queued(
                        ids.get(), binding, decoded.event().id(), RotationCause.EVENT, now),
                    delivery.source(),
                    decoded.event()));
          }
        }
        case Delivery.Undecodable content -> {
          refused.add(delivery);
          quarantined.add(
              new Journal.Quarantined(
                  ids.get(), delivery.source(), delivery.position(), content, now));
        }
      }
    }
    List<Journal.Recorded> recorded =
        requests.isEmpty() && quarantined.isEmpty()
            ? List.of()
            : journal.record(requests, quarantined);
    for (int i = 0; i < recorded.size(); i++) {
      observer.processed(asked.get(i), follow(recorded.get(i), freshSince));
    }
    refused.forEach(delivery -> observer.processed(delivery, Outcome.QUARANTINED));
    unbound.forEach(delivery -> observer.processed(delivery, Outcome.UNBOUND));
  }

  private void awaitRoom() {
    try {
      driver.awaitRoom();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted, nothing was taken in", e);
    }
  }

  private Outcome follow(Journal.Recorded recorded, long freshSince) {
    return switch (recorded) {
      case Journal.Recorded.Queued queued -> {
        queued.superseded().ifPresent(observer::moved);
        observer.moved(queued.rotation());
        if (queued.rotation().claimed()) {
          driver.submit(queued.rotation(), freshSince);
        }
        yield Outcome.QUEUED;
      }
      case Journal.Recorded.Joined _ -> Outcome.JOINED;
      case Journal.Recorded.Settled _ -> Outcome.SETTLED;
      case Journal.Recorded.Repeated _ -> Outcome.REPEATED;
    };
  }
}
