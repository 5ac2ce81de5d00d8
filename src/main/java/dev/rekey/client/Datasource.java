package dev.rekey.client;

import java.time.Instant;
import java.util.List;

/**
 * A named connection to an external system.
 *
 * @param id opaque
 * @param name empty for one that was made without a name
 * @param warnings what deserves a look in its config; blocks nothing
 */
public record Datasource(
    String id,
    String name,
    IntegrationKind kind,
    String environmentId,
    Instant createdAt,
    Instant updatedAt,
    List<Warning> warnings) {
  public Datasource {
    warnings = List.copyOf(warnings);
  }

  /**
   * Something in the config that deserves a look.
   *
   * @param keys the config keys concerned
   */
  public record Warning(String title, String message, List<String> keys) {
    public Warning {
      keys = List.copyOf(keys);
    }
  }
}
