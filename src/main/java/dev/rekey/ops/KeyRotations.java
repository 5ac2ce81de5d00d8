package dev.rekey.ops;

/** Exchanges the keys to what the worker keeps. Thread-safe; returns at once. */
public interface KeyRotations {
  /** Begins unless it is under way; it goes on by itself, after a restart too. */
  Progress begin();

  Progress progress();

  /**
   * @param total how many values there are
   * @param done how many of them are sealed with the new key
   */
  record Progress(boolean running, long total, long done) {}
}
