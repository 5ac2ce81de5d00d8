package dev.rekey.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.TestResult.Verdict;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.Kind;
import dev.rekey.sweep.Check;
import dev.rekey.sweep.Health;
import dev.rekey.sweep.HealthState;
import dev.rekey.sweep.Healths.Change;
import dev.rekey.sweep.SourceHealth;
import dev.rekey.sweep.SweepKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SweepMetricsTest {
  private static final Instant AT = Instant.parse("2026-11-30T12:00:00Z");
  private static final DataSourceRef ORDERS = new DataSourceRef("prod", "orders");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void eachDataSourceHasItsSeriesUntilItIsGone() {
    SweepMetrics metrics = new SweepMetrics(meters, true);
    metrics.tested(change(HealthState.UNKNOWN, Verdict.PASSED));
    assertThat(healthy()).isEqualTo(1.0);

    metrics.tested(change(HealthState.HEALTHY, Verdict.REFUSED));

    assertThat(healthy()).isEqualTo(0.0);
    assertThat(
            meters
                .counter("rekey.datasource.transitions", "kind", "MYSQL", "to", "unhealthy")
                .count())
        .isEqualTo(1.0);
    metrics.forgotten(ORDERS);
    assertThat(meters.find("rekey.datasource.healthy").gauge()).isNull();
  }

  @Test
  void seriesOfDataSourcesCanBeSwitchedOff() {
    SweepMetrics metrics = new SweepMetrics(meters, false);

    metrics.tested(change(HealthState.HEALTHY, Verdict.REFUSED));

    assertThat(meters.find("rekey.datasource.healthy").gauge()).isNull();
    assertThat(meters.find("rekey.datasource.transitions").counter()).isNotNull();
  }

  @Test
  void theLastEndOfASweepIsTold() {
    SweepMetrics metrics = new SweepMetrics(meters, true);

    metrics.show(SweepKind.DRIFT, () -> Optional.of(AT));

    assertThat(
            meters
                .get("rekey.sweep.last.success.timestamp.seconds")
                .tag("sweep", "drift")
                .gauge()
                .value())
        .isEqualTo(AT.getEpochSecond());
  }

  private double healthy() {
    return meters
        .get("rekey.datasource.healthy")
        .tags("kind", "MYSQL", "name", "orders", "environment", "prod")
        .gauge()
        .value();
  }

  private static Change change(HealthState before, Verdict verdict) {
    return new Change(
        before,
        new SourceHealth(
            "id",
            ORDERS,
            Kind.MYSQL,
            Health.unknown(AT).after(new Check(AT, verdict, Duration.ofMillis(1)), "Said.")));
  }
}
