package dev.rekey.rotation;

import dev.rekey.event.Delivery;
import dev.rekey.event.Intake;
import dev.rekey.rotation.RotationObserver.Outcome;
import dev.rekey.secret.Freshness;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Turns deliveries into journalled rotations: matches bindings, writes all of it in one
 * transaction, and then lets the engine know. A secret that no binding names is counted, and never
 * fetched.
 */
public final class RotationIntake implements Intake {
  private final Bindings bindings;
  private final Recorder recorder;
  private final Notices notices;
  private final RotationObserver observer;

  /**
   * @param recorder while it has no room, nothing is taken in, so that the sources are not read any
   *     further
   */
  public RotationIntake(
      Bindings bindings, Recorder recorder, Notices notices, RotationObserver observer) {
    this.bindings = bindings;
    this.recorder = recorder;
    this.notices = notices;
    this.observer = observer;
  }

  @Override
  public void accept(List<Delivery> deliveries) {
    awaitRoom();
    Freshness fresh = recorder.now();
    Instant now = recorder.time();
    List<Delivery> asked = new ArrayList<>();
    List<Journal.Request> requests = new ArrayList<>();
    List<Delivery> refused = new ArrayList<>();
    List<Journal.Quarantined> quarantined = new ArrayList<>();
    List<Consumer<RotationObserver>> others = new ArrayList<>();
    for (Delivery delivery : deliveries) {
      observer.received(delivery);
      switch (delivery.content()) {
        case Delivery.Decoded decoded -> {
          List<Binding> bound = bindings.of(decoded.event().secret());
          if (bound.isEmpty()) {
            others.add(told -> told.processed(delivery, Outcome.UNBOUND));
          }
          for (Binding binding : bound) {
            asked.add(delivery);
            requests.add(
                recorder.request(
                    binding, delivery.source(), decoded.event(), RotationCause.EVENT, now));
          }
        }
        case Delivery.Noted noted -> {
          Outcome outcome = notices.take(delivery.source(), noted.notice(), now);
          others.add(told -> told.processed(delivery, outcome));
        }
        case Delivery.Ignored _ -> others.add(told -> told.processed(delivery, Outcome.IGNORED));
        case Delivery.Undecodable content -> {
          refused.add(delivery);
          quarantined.add(
              new Journal.Quarantined(
                  recorder.newId(), delivery.source(), delivery.position(), content, now));
        }
      }
    }
    List<Journal.Recorded> recorded = recorder.record(requests, quarantined, fresh);
    for (int i = 0; i < recorded.size(); i++) {
      observer.processed(asked.get(i), outcome(recorded.get(i)));
    }
    refused.forEach(delivery -> observer.processed(delivery, Outcome.QUARANTINED));
    others.forEach(each -> each.accept(observer));
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
