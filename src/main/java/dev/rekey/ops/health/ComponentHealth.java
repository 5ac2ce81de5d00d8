package dev.rekey.ops.health;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a part of the worker is.
 *
 * @param facts what a person would want to know, by name; never a value of a secret
 */
public record ComponentHealth(Status status, SortedMap<String, String> facts) {
  private static final String PROBLEM = "problem";

  /** How much is wrong. */
  public enum Status {
    UP,
    /** A person has to look, and no other worker would do better: the worker stays ready. */
    WARNING,
    /** The worker gets nowhere here: it is not ready. */
    DOWN
  }

  public ComponentHealth {
    facts = new TreeMap<>(facts);
  }

  public static ComponentHealth up() {
    return new ComponentHealth(Status.UP, new TreeMap<>());
  }

  /**
   * @param problem in one line
   */
  public static ComponentHealth warning(String problem) {
    return new ComponentHealth(Status.WARNING, new TreeMap<>()).with(PROBLEM, problem);
  }

  /**
   * @param problem in one line
   */
  public static ComponentHealth down(String problem) {
    return new ComponentHealth(Status.DOWN, new TreeMap<>()).with(PROBLEM, problem);
  }

  /** The same with a fact more. */
  public ComponentHealth with(String name, String text) {
    SortedMap<String, String> more = new TreeMap<>(facts);
    more.put(name, text);
    return new ComponentHealth(status, more);
  }

  public boolean isReady() {
    return status != Status.DOWN;
  }
}
