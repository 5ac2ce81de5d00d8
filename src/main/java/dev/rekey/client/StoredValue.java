package dev.rekey.client;

import java.time.Instant;
import java.util.Optional;

/**
 * A config key, or a secret, as the server lists it.
 *
 * @param id of a key that holds what a secret holds: the id of the secret
 * @param fullName the name of the variable that a program reads it from
 * @param value absent where it was not asked for, or is withheld
 * @param external whether another system keeps the value
 */
public record StoredValue(
    String id,
    String name,
    String fullName,
    Optional<String> value,
    boolean external,
    Instant updatedAt) {
  /** Without the value. */
  @Override
  public String toString() {
    return "StoredValue[id=" + id + ", name=" + name + ", updatedAt=" + updatedAt + "]";
  }
}
