package dev.rekey.bench.scaling;

import java.time.Duration;

/**
 * A sweep over so many: of all workers one carries it out, so that their number does not matter.
 *
 * @param wanted looks a second for one run in each interval
 * @param perSecond looks a second of the worker at the most
 * @param seconds that a run takes
 * @param every the interval
 */
record Sweeping(long items, double wanted, double perSecond, double seconds, Duration every) {
  /** How long a secret store takes for its answer, in seconds: an assumption. */
  private static final double ANSWER = 0.02;

  /**
   * Of the health of data sources.
   *
   * @param test how long one takes to answer a test
   */
  static Sweeping health(MeasuredFigures figures, long sources, Duration test) {
    double perSecond = Math.min(figures.sweep(), Defaults.SWEPT_AT_ONCE / Defaults.seconds(test));
    double spread = Defaults.seconds(Defaults.HEALTH) * Defaults.SPREAD;
    return new Sweeping(
        sources,
        sources / Defaults.seconds(Defaults.HEALTH),
        perSecond,
        Math.max(spread, sources / perSecond),
        Defaults.HEALTH);
  }

  /** Of the versions of secrets, each in one data source. */
  static Sweeping drift(long secrets, Store store) {
    double perSecond =
        Math.min(Math.min(store.pace(), Defaults.SWEPT_AT_ONCE / ANSWER), store.looks());
    return new Sweeping(
        secrets,
        secrets / Defaults.seconds(Defaults.DRIFT),
        perSecond,
        secrets / perSecond,
        Defaults.DRIFT);
  }

  boolean fits() {
    return seconds <= Defaults.seconds(every);
  }

  /** How many deployments, each with a part of them, keep to the interval. */
  long deployments() {
    return Math.max(1, (long) Math.ceil(wanted / perSecond));
  }
}
