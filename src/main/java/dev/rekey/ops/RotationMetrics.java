package dev.rekey.ops;

import dev.rekey.event.Delivery;
import dev.rekey.rotation.Rotation;
import dev.rekey.rotation.RotationObserver;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;

/** Counts events and rotations. */
public final class RotationMetrics implements RotationObserver {
  private final MeterRegistry meters;

  public RotationMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public void received(Delivery delivery) {
    String type =
        switch (delivery.content()) {
          case Delivery.Decoded decoded -> decoded.event().type();
          case Delivery.Noted noted -> noted.notice().type();
          case Delivery.Ignored ignored -> ignored.type();
          case Delivery.Undecodable content -> content.type();
        };
    meters.counter("rekey.events.received", "source", delivery.source(), "type", type).increment();
  }

  @Override
  public void processed(Delivery delivery, Outcome outcome) {
    meters.counter("rekey.events.processed", "result", label(outcome)).increment();
  }

  @Override
  public void moved(Rotation rotation) {
    String kind = rotation.state().kind().map(Enum::name).orElse("unknown");
    if (rotation.isFinal()) {
      meters
          .counter("rekey.rotations", "kind", kind, "outcome", label(rotation.state().name()))
          .increment();
    }
    switch (rotation.state().name()) {
      case COMMITTED ->
          meters
              .timer("rekey.rotation.latency", "kind", kind)
              .record(Duration.between(rotation.createdAt(), rotation.updatedAt()));
      case ROLLED_BACK -> rollback(kind, "restored");
      case PARKED -> {
        if (rotation.state().attempt() == 0) {
          rollback(kind, "parked");
        }
      }
      case QUEUED,
          FETCHED,
          PREPARED,
          APPLIED,
          VERIFYING,
          ROLLING_BACK,
          UNCHANGED,
          REJECTED,
          SUPERSEDED,
          FAILED -> {}
    }
  }

  @Override
  public void broke(Rotation rotation, RuntimeException cause) {
    meters.counter("rekey.rotation.errors", "state", label(rotation.state().name())).increment();
  }

  private void rollback(String kind, String result) {
    meters.counter("rekey.rollbacks", "kind", kind, "result", result).increment();
  }

  @Override
  public void storeFailed(RuntimeException cause) {
    meters.counter("rekey.store.errors").increment();
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
