package dev.rekey.ops;

import dev.rekey.datasource.DataSourceRef;
import dev.rekey.sweep.Healths.Change;
import dev.rekey.sweep.SourceHealth;
import dev.rekey.sweep.SweepKind;
import dev.rekey.sweep.SweepObserver;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * What sweeps of this worker found: whether each data source is healthy; and when one of any worker
 * last came to its end.
 */
public final class SweepMetrics implements SweepObserver {
  private final MeterRegistry meters;
  private final boolean perDataSource;
  private final Map<DataSourceRef, Series> healthy = new ConcurrentHashMap<>();

  /**
   * @param perDataSource whether each data source has a series of its own
   */
  public SweepMetrics(MeterRegistry meters, boolean perDataSource) {
    this.meters = meters;
    this.perDataSource = perDataSource;
  }

  private record Series(AtomicReference<Double> value, Meter meter) {}

  @Override
  public void tested(Change change) {
    SourceHealth now = change.now();
    if (change.isUnhealthy() || change.isRecovered()) {
      meters
          .counter(
              "rekey.datasource.transitions",
              "kind",
              now.kind().name(),
              "to",
              change.isRecovered() ? "recovered" : "unhealthy")
          .increment();
    }
    if (perDataSource) {
      healthy
          .computeIfAbsent(now.dataSource(), ref -> series(ref, now))
          .value()
          .set(now.health().state().isTrouble() ? 0.0 : 1.0);
    }
  }

  private Series series(DataSourceRef ref, SourceHealth source) {
    AtomicReference<Double> value = new AtomicReference<>(1.0);
    return new Series(
        value,
        Gauge.builder("rekey.datasource.healthy", value, AtomicReference::get)
            .tags(
                Tags.of(
                    "kind", source.kind().name(),
                    "name", ref.name(),
                    "environment", ref.environment()))
            .register(meters));
  }

  @Override
  public void forgotten(DataSourceRef dataSource) {
    Series gone = healthy.remove(dataSource);
    if (gone != null) {
      meters.remove(gone.meter());
    }
  }

  /**
   * Shows when a kind of sweep last came to its end.
   *
   * @param lastSuccess is asked at each scrape; empty before the first one
   */
  public void show(SweepKind kind, Supplier<Optional<Instant>> lastSuccess) {
    Gauge.builder(
            "rekey.sweep.last.success.timestamp.seconds",
            () -> lastSuccess.get().map(at -> at.toEpochMilli() / 1e3).orElse(Double.NaN))
        .tag("sweep", label(kind))
        .register(meters);
  }

  @Override
  public void broke(SweepKind kind, String environment, RuntimeException cause) {
    meters.counter("rekey.sweep.errors", "sweep", label(kind)).increment();
  }

  private static String label(SweepKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
