package dev.rekey.bench.scaling;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Figures as people read them: two digits that count, since no more of them is known. */
final class Words {
  private static final int MINUTE = 60;
  private static final int HOUR = 60 * MINUTE;

  private Words() {}

  static String time(double seconds) {
    if (seconds < 1) {
      return number(seconds * 1_000) + " ms";
    }
    if (seconds < 2 * MINUTE) {
      return number(seconds) + " s";
    }
    return seconds < 2 * HOUR ? number(seconds / MINUTE) + " min" : number(seconds / HOUR) + " h";
  }

  static String number(double value) {
    double digit = Math.pow(10, Math.floor(Math.log10(Math.max(value, 1e-9))) - 1);
    double rounded = Math.round(value / digit) * digit;
    return String.format(
            Locale.ROOT, rounded < 1 ? "%,.2f" : rounded < 10 ? "%,.1f" : "%,.0f", rounded)
        .replaceFirst("\\.0$", "");
  }

  static String percent(double part) {
    return part < 0.01 ? "under 1 %" : Math.round(part * 100) + " %";
  }

  /** A row of a table in Markdown. */
  static String row(Object... cells) {
    return Arrays.stream(cells)
        .map(Object::toString)
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  static String head(Object... cells) {
    return row(cells) + "|---".repeat(cells.length) + "|\n";
  }
}
