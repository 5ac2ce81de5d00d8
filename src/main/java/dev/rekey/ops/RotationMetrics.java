package dev.rekey.ops;

import dev.rekey.datasource.Kind;
import dev.rekey.event.Delivery;
import dev.rekey.rotation.Rotation;
import dev.rekey.rotation.RotationObserver;
import dev.rekey.rotation.RotationState.Name;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/** Counts events and rotations. */
public final class RotationMetrics implements RotationObserver {
  private static final int MOST_TYPES = 64;
  private static final String UNKNOWN = "unknown";
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(15),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofMinutes(30)
  };

  private final MeterRegistry meters;
  private final Labels types = new Labels(MOST_TYPES);

  /** Makes the series that are alerted on: an increase is seen only of what was 0 before. */
  public RotationMetrics(MeterRegistry meters) {
    this.meters = meters;
    Stream.concat(Stream.of(Kind.values()).map(Enum::name), Stream.of(UNKNOWN))
        .forEach(this::prepare);
    for (Outcome outcome : Outcome.values()) {
      processed(outcome);
    }
    for (Name state : Name.values()) {
      if (!state.isFinal()) {
        errors(state);
      }
    }
    storeErrors();
  }

  private void prepare(String kind) {
    for (Name state : Name.values()) {
      if (state.isFinal()) {
        ended(kind, state);
      }
    }
    rollbacks(kind, "restored");
    rollbacks(kind, "parked");
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
    Counter.builder("rekey.events.received")
        .description("Events that came in.")
        .tag("source", delivery.source())
        .tag("type", types.bounded(type))
        .register(meters)
        .increment();
  }

  @Override
  public void processed(Delivery delivery, Outcome outcome) {
    processed(outcome).increment();
  }

  private Counter processed(Outcome outcome) {
    return Counter.builder("rekey.events.processed")
        .description("Events that are durable or need nothing, once for each binding.")
        .tag("result", label(outcome))
        .register(meters);
  }

  @Override
  public void moved(Rotation rotation) {
    String kind = rotation.state().kind().map(Enum::name).orElse(UNKNOWN);
    if (rotation.isFinal()) {
      ended(kind, rotation.state().name()).increment();
    }
    switch (rotation.state().name()) {
      case COMMITTED ->
          Timer.builder("rekey.rotation.latency")
              .description("From the event to the verdict, of rotations that were committed.")
              .serviceLevelObjectives(BUCKETS)
              .tag("kind", kind)
              .register(meters)
              .record(Duration.between(rotation.createdAt(), rotation.updatedAt()));
      case ROLLED_BACK -> rollbacks(kind, "restored").increment();
      case PARKED -> {
        if (rotation.state().attempt() == 0) {
          rollbacks(kind, "parked").increment();
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
    errors(rotation.state().name()).increment();
  }

  private Counter errors(Name state) {
    return Counter.builder("rekey.rotation.errors")
        .description("Errors after which a rotation is tried again.")
        .tag("state", label(state))
        .register(meters);
  }

  private Counter ended(String kind, Name outcome) {
    return Counter.builder("rekey.rotations")
        .description("Rotations that have ended.")
        .tag("kind", kind)
        .tag("outcome", label(outcome))
        .register(meters);
  }

  private Counter rollbacks(String kind, String result) {
    return Counter.builder("rekey.rollbacks")
        .description("Rotations whose previous values were put back.")
        .tag("kind", kind)
        .tag("result", result)
        .register(meters);
  }

  @Override
  public void storeFailed(RuntimeException cause) {
    storeErrors().increment();
  }

  private Counter storeErrors() {
    return Counter.builder("rekey.store.errors")
        .description("Looks for what nobody drives that failed because of the store.")
        .register(meters);
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
