package dev.rekey.ops;

import dev.rekey.connector.Connector;
import dev.rekey.connector.StageConnector;
import dev.rekey.connector.StreamConnector;
import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Connectors;
import dev.rekey.datasource.Kind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Counts and times the tests of each kind. */
public final class MeteredConnectors implements Connectors {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30)
  };

  private final Connectors connectors;
  private final MeterRegistry meters;
  private final TestsUnderWay underWay;
  private final LongSupplier nanoClock;

  public MeteredConnectors(
      Connectors connectors, MeterRegistry meters, TestsUnderWay underWay, LongSupplier nanoClock) {
    this.connectors = connectors;
    this.meters = meters;
    this.underWay = underWay;
    this.nanoClock = nanoClock;
  }

  @Override
  public Connector of(Kind kind) {
    Connector connector = connectors.of(kind);
    return (config, deadline) -> {
      long begin = nanoClock.getAsLong();
      Runnable end = underWay.begin(kind, deadline);
      TestResult result;
      try {
        result = connector.test(config, deadline);
      } finally {
        end.run();
      }
      Timer.builder("rekey.test.latency")
          .description("How long tests of data sources take.")
          .serviceLevelObjectives(BUCKETS)
          .tag("kind", kind.name())
          .register(meters)
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
