package dev.rekey.ops;

import java.util.List;

/** Looks at the worker as a person on call would. Thread-safe; blocks; changes nothing. */
@FunctionalInterface
public interface Diagnosis {
  /**
   * What there is to say of the worker and of what is bound in an environment, the good news too.
   */
  List<Finding> of(String environment);

  /**
   * @param component what was looked at, such as {@code secret dir://shop-db}
   * @param message in one sentence
   * @param advice what to do; empty where nothing is to be done
   */
  record Finding(String component, Level level, String message, String advice) {
    static Finding ok(String component, String message) {
      return new Finding(component, Level.OK, message, "");
    }
  }

  /** How much it matters. */
  enum Level {
    OK,
    /** Something waits for a person. */
    WARNING,
    /** Rotations do not come through. */
    PROBLEM
  }
}
