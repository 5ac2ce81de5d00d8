package dev.rekey.connector.support;

import dev.rekey.connector.TestResult;
import org.jspecify.annotations.Nullable;

/** A config that a spec cannot be made from. The message names the key and never holds a value. */
public final class InvalidConfigException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String key;

  /**
   * @param problem what is wrong with the key, such as {@code "is missing"}
   */
  public InvalidConfigException(String key, String problem) {
    this(key, problem, null);
  }

  InvalidConfigException(String key, String problem, @Nullable Throwable cause) {
    super(key + " " + problem, cause);
    this.key = key;
  }

  /** The outcome of a test of such a config. */
  public TestResult.Misconfigured outcome() {
    return new TestResult.Misconfigured(key, getMessage());
  }
}
