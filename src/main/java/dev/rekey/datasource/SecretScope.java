package dev.rekey.datasource;

import java.util.Optional;

/**
 * What part of an environment a secret is for.
 *
 * @param ref which one of its type; empty for all
 */
public record SecretScope(Type type, Optional<String> ref) {
  /** The parts that an environment has. */
  public enum Type {
    ENVIRONMENT,
    SANDBOX,
    SCALING_GROUP,
    FUNCTION,
    NOTEBOOK
  }
}
