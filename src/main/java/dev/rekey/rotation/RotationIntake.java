package dev.rekey.rotation;

import dev.rekey.event.Delivery;
import dev.rekey.event.Intake;
import dev.rekey.rotation.RotationObserver.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns deliveries into journalled rotations: matches bindings, writes all of it in one
 * transaction, and then lets the engine know. A secret that no binding names is counted, and never
 * fetched.
 */
public final class RotationIntake implements Intake {
  private final Bindings bindings;
  private final Recorder recorder;
  private final RotationObserver observer;

  /**
   * @param recorder while it has no room, nothing is taken in, so that the sources are not read any
   *     further
   */
  public RotationIntake(Bindings bindings, Recorder recorder, RotationObserver observer) {
    this.bindings = bindings;
    this.recorder = recorder;
    this.observer = observer;
  }

  @Override
  public void accept(List<Delivery> deliveries) {
    awaitRoom();
    long freshSince = recorder.now();
    Instant now = recorder.time();
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
                recorder.request(
                    binding, delivery.source(), decoded.event(), RotationCause.EVENT, now));
          }
        }
        case Delivery.Undecodable content -> {
          refused.add(delivery);
          quarantined.add(
              new Journal.Quarantined(
                  recorder.newId(), delivery.source(), delivery.position(), content, now));
        }
      }
    }
    List<Journal.Recorded> recorded = recorder.record(requests, quarantined, freshSince);
    for (int i = 0; i < recorded.size(); i++) {
      observer.processed(asked.get(i), outcome(recorded.get(i)));
    }
    refused.forEach(delivery -> observer.processed(delivery, Outcome.QUARANTINED));
    unbound.forEach(delivery -> observer.processed(delivery, Outcome.UNBOUND));
  }

  private void awaitRoom() {
    try {
      recorder.awaitRoom();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted, nothing was taken in", e);
    }
  }

  private static Outcome outcome(Journal.Recorded recorded) {
    return switch (recorded) {
      case Journal.Recorded.Queued _ -> Outcome.QUEUED;
      case Journal.Recorded.Joined _ -> Outcome.JOINED;
      case Journal.Recorded.Settled _ -> Outcome.SETTLED;
      case Journal.Recorded.Repeated _ -> Outcome.REPEATED;
    };
  }
}
