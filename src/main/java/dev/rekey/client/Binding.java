package dev.rekey.client;

import java.util.Map;

/**
 * Which secret feeds which keys of which data source.
 *
 * @param dataSource the name of the data source
 * @param keys config key to where in the secret its value comes from
 */
public record Binding(
    String id, String secret, String environmentId, String dataSource, Map<String, String> keys) {
  public Binding {
    keys = Map.copyOf(keys);
  }
}
