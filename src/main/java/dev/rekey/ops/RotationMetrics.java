package dev.rekey.ops;

import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSources;
import dev.rekey.event.Delivery;
import dev.rekey.rotation.Rotation;
import dev.rekey.rotation.RotationObserver;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;

/** Counts events and rotations. */
public final class RotationMetrics implements RotationObserver {
  private final MeterRegistry meters;
  private final DataSources dataSources;

  /**
   * @param dataSources knows the kind of a data source
   */
  public RotationMetrics(MeterRegistry meters, DataSources dataSources) {
    this.meters = meters;
    this.dataSources = dataSources;
  }

  @Override
  public void received(Delivery delivery) {
    String type =
        switch (delivery.content()) {
          case Delivery.Decoded decoded -> decoded.event().type();
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
    if (!rotation.isFinal()) {
      return;
    }
    String kind = kind(rotation.dataSource());
    meters
        .counter("rekey.rotations", "kind", kind, "outcome", label(rotation.state().name()))
        .increment();
    switch (rotation.state().name()) {
      case COMMITTED ->
          meters
              .timer("rekey.rotation.latency", "kind", kind)
              .record(Duration.between(rotation.createdAt(), rotation.updatedAt()));
      case ROLLED_BACK -> rollback(kind, "restored");
      case QUEUED, PREPARED, APPLIED, ROLLING_BACK, UNCHANGED, FAILED -> {}
    }
  }

  @Override
  public void broke(Rotation rotation, RuntimeException cause) {
    meters.counter("rekey.rotation.errors", "state", label(rotation.state().name())).increment();
  }

  private void rollback(String kind, String result) {
    meters.counter("rekey.rollbacks", "kind", kind, "result", result).increment();
  }

  private String kind(DataSourceRef ref) {
    return dataSources.find(ref).map(found -> found.dataSource().kind().name()).orElse("unknown");
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
