package dev.rekey.ops;

import dev.rekey.datasource.Kind;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The tests that are being made, and which of them do not end. Thread-safe. */
public final class TestsUnderWay implements MeterBinder {
  /** A test may need this much longer than its deadline to clean up. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final LongSupplier nanoClock;
  private final Map<Kind, Set<UnderWay>> byKind = new EnumMap<>(Kind.class);

  /** One test; compared by identity, since many may begin at once. */
  private static final class UnderWay {
    private final long begun;
    private final long limit;

    UnderWay(long begun, long limit) {
      this.begun = begun;
      this.limit = limit;
    }
  }

  /**
   * @param nanoClock as {@link System#nanoTime()}
   */
  public TestsUnderWay(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    for (Kind kind : Kind.values()) {
      byKind.put(kind, ConcurrentHashMap.newKeySet());
    }
  }

  /**
   * A test begins.
   *
   * @return to be run when it has ended
   */
  public Runnable begin(Kind kind, Duration deadline) {
    UnderWay test = new UnderWay(nanoClock.getAsLong(), deadline.plus(GRACE).toNanos());
    byKind.get(kind).add(test);
    return () -> byKind.get(kind).remove(test);
  }

  public long count(Kind kind) {
    return byKind.get(kind).size();
  }

  /** How many tests of a kind are past their deadline. */
  public long wedged(Kind kind) {
    long now = nanoClock.getAsLong();
    return byKind.get(kind).stream().filter(test -> now - test.begun > test.limit).count();
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (Kind kind : Kind.values()) {
      Gauge.builder("rekey.tests.under.way", () -> count(kind))
          .description("Tests of data sources that are being made.")
          .tag("kind", kind.name())
          .register(registry);
      Gauge.builder("rekey.tests.wedged", () -> wedged(kind))
          .description("Tests of data sources that are past their deadline and do not end.")
          .tag("kind", kind.name())
          .register(registry);
    }
  }
}
