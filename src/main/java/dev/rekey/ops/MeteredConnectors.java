package dev.rekey.ops;

import dev.rekey.connector.Connector;
import dev.rekey.connector.StageConnector;
import dev.rekey.connector.StreamConnector;
import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Connectors;
import dev.rekey.datasource.Kind;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Counts and times the tests of each kind. */
public final class MeteredConnectors implements Connectors {
  private final Connectors connectors;
  private final MeterRegistry meters;
  private final LongSupplier nanoClock;

  public MeteredConnectors(Connectors connectors, MeterRegistry meters, LongSupplier nanoClock) {
    this.connectors = connectors;
    this.meters = meters;
    this.nanoClock = nanoClock;
  }

  @Override
  public Connector of(Kind kind) {
    Connector connector = connectors.of(kind);
    return (config, deadline) -> {
      long begin = nanoClock.getAsLong();
      TestResult result = connector.test(config, deadline);
      meters
          .timer("rekey.test.latency", "kind", kind.name())
          .record(nanoClock.getAsLong() - begin, TimeUnit.NANOSECONDS);
      meters.counter("rekey.tests", "kind", kind.name(), "result", label(result)).increment();
      return result;
    };
  }

  /** A look at messages is no test, and not counted as one. */
  @Override
  public Optional<StreamConnector> stream(Kind kind) {
    return connectors.stream(kind);
  }

  /** Neither is a look at stages. */
  @Override
  public Optional<StageConnector> stages(Kind kind) {
    return connectors.stages(kind);
  }

  private static String label(TestResult result) {
    return result.verdict().name().toLowerCase(Locale.ROOT);
  }
}
