package dev.rekey.datasource;

import java.time.Instant;

/**
 * A named connection to an external system, without its config.
 *
 * @param id opaque and unique over all environments
 * @param environment the id of the environment that it belongs to
 * @param name unique in its environment
 * @param updatedAt when its name or a config key last changed
 */
public record DataSource(
    String id, String environment, String name, Kind kind, Instant createdAt, Instant updatedAt) {
  /** The name of this data source in its environment. */
  public DataSourceRef ref() {
    return new DataSourceRef(environment, name);
  }
}
