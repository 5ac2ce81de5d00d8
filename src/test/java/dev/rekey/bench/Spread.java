package dev.rekey.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** The median of some rounds, and the least and the most of them. */
record Spread(double least, double median, double most) {
  static Spread of(List<Double> rounds) {
    double[] sorted = rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Spread(sorted[0], percentile(sorted, 0.5), sorted[sorted.length - 1]);
  }

  /**
   * @param share 0.5 for the median, 0.99 for what all but one in a hundred stay below
   */
  static double percentile(double share, DoubleStream values) {
    return percentile(values.sorted().toArray(), share);
  }

  private static double percentile(double[] sorted, double share) {
    return sorted[(int) Math.round((sorted.length - 1) * share)];
  }

  @Override
  public String toString() {
    return least == most
        ? number(median)
        : "%s (%s to %s)".formatted(number(median), number(least), number(most));
  }

  private static String number(double value) {
    String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
