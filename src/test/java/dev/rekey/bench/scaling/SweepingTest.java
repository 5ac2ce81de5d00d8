package dev.rekey.bench.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SweepingTest {
  private static final Duration NEAR = Duration.ofMillis(5);

  @Test
  void fewDataSourcesAreSpreadOverHalfOfTheInterval() {
    Sweeping sweep = Sweeping.health(MeasuredFigures.MEASURED, 1_000, NEAR);

    assertThat(sweep.seconds()).isEqualTo(450);
    assertThat(sweep.fits()).isTrue();
  }

  @Test
  void workerDoesNoMoreTestsThanWereMeasured() {
    Sweeping sweep = Sweeping.health(MeasuredFigures.MEASURED, 1_000_000, NEAR);

    assertThat(sweep.perSecond()).isEqualTo(MeasuredFigures.MEASURED.sweep());
    assertThat(sweep.fits()).isFalse();
    assertThat(sweep.deployments()).isEqualTo(3);
  }

  @Test
  void slowTargetsHoldTheSlotsOfTheSweep() {
    Sweeping sweep = Sweeping.health(MeasuredFigures.MEASURED, 10_000, Duration.ofSeconds(1));

    assertThat(sweep.perSecond()).isEqualTo(Defaults.SWEPT_AT_ONCE);
  }

  @Test
  void driftGoesAsFastAsPaceOrQuotaAllow() {
    assertThat(Sweeping.drift(10_000, Store.AWS).perSecond()).isEqualTo(Store.AWS.pace());
    assertThat(Sweeping.drift(10_000, Store.GOOGLE).perSecond()).isEqualTo(Store.GOOGLE.looks());
  }
}
