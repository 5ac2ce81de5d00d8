package dev.rekey.client;

import java.util.List;

/**
 * The data sources of an environment with their config keys.
 *
 * @param customSecrets the secrets that belong to no data source
 */
public record DatasourceListing(List<Entry> datasources, List<StoredValue> customSecrets) {
  public DatasourceListing {
    datasources = List.copyOf(datasources);
    customSecrets = List.copyOf(customSecrets);
  }

  /** A data source with its config keys. */
  public record Entry(Datasource datasource, List<StoredValue> keys) {
    public Entry {
      keys = List.copyOf(keys);
    }
  }
}
