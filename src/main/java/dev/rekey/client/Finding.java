package dev.rekey.client;

/**
 * What the worker found when it looked at a part of itself.
 *
 * @param component such as store, or events kafka
 * @param message one sentence for a person
 * @param advice what to do about it; empty where nothing is to be done
 */
public record Finding(String component, Level level, String message, String advice) {
  /** How bad it is. */
  public enum Level {
    OK,
    WARNING,
    PROBLEM,
    /** A level that a newer server has and this client does not know. */
    UNKNOWN
  }
}
