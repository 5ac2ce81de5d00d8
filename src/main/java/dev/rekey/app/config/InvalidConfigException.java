package dev.rekey.app.config;

/** The configuration cannot be used as it stands. The message names the key and the fix. */
public final class InvalidConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param key as it is written in the file, such as {@code rekey.bindings[0].secret}
   */
  public InvalidConfigException(String key, String problem) {
    super(key + ": " + problem);
  }

  /** With what the problem came from. */
  public InvalidConfigException(String key, String problem, Throwable cause) {
    super(key + ": " + problem, cause);
  }
}
