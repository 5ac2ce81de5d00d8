package dev.rekey.datasource;

import java.util.Map;

/**
 * A data source that refers to the same secrets as another one.
 *
 * @param dataSource with the values behind its references
 * @param keys which of its keys holds what which key of the other one holds
 */
public record SharedSecret(ConfiguredDataSource dataSource, Map<String, String> keys) {
  public SharedSecret {
    keys = Map.copyOf(keys);
  }
}
