package dev.rekey.bench;

import java.util.List;
import java.util.Locale;

/**
 * What a figure has to be, by design §7.
 *
 * @param isRatio whether the limit is of the ratio to what the figure is compared to, or of the
 *     figure itself
 * @param isMost whether the limit is the most that is good, or the least
 */
record Bar(boolean isRatio, boolean isMost, double limit) {
  static Bar ratioAtMost(double limit) {
    return new Bar(true, true, limit);
  }

  static Bar ratioAtLeast(double limit) {
    return new Bar(true, false, limit);
  }

  static Bar atMost(double limit) {
    return new Bar(false, true, limit);
  }

  static Bar atLeast(double limit) {
    return new Bar(false, false, limit);
  }

  /** The median counts. */
  boolean isMetBy(Figure figure) {
    List<Double> values = isRatio ? figure.ratios() : figure.rekey();
    double median = Spread.of(values).median();
    return isMost ? median <= limit : median >= limit;
  }

  @Override
  public String toString() {
    return (isMost ? "≤ " : "≥ ") + String.format(Locale.ROOT, isRatio ? "%.2f x" : "%,.0f", limit);
  }
}
