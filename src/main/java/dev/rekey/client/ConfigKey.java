package dev.rekey.client;

import java.time.Instant;

/**
 * A config key whose value the server discloses.
 *
 * @param updatedAt when the value last changed
 */
public record ConfigKey(String name, String value, Instant updatedAt) {
  /** Without the value: that it is disclosed to this client does not make it fit for a log. */
  @Override
  public String toString() {
    return "ConfigKey[name=" + name + ", updatedAt=" + updatedAt + "]";
  }
}
