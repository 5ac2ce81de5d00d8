package dev.rekey.ops;

import java.util.regex.Pattern;

/** Text of others, which must not begin a line of the log that looks like one of ours. */
final class OneLine {
  private static final Pattern BREAKS = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]");

  private OneLine() {}

  static String of(String text) {
    return BREAKS.matcher(text).replaceAll("?");
  }
}
