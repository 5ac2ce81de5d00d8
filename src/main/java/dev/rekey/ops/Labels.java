package dev.rekey.ops;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds how many values a label has, whatever comes from outside: what is new when there is no
 * room any more is {@value #OTHER}. Thread-safe.
 */
final class Labels {
  static final String OTHER = "other";

  private static final int LONGEST = 64;

  private final int most;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /**
   * @param most how many values there may be, at least 1
   */
  Labels(int most) {
    this.most = most;
  }

  String bounded(String value) {
    if (known.contains(value)) {
      return value;
    }
    if (value.length() > LONGEST || known.size() >= most) {
      return OTHER;
    }
    known.add(value);
    return value;
  }
}
