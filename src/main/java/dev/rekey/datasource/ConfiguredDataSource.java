package dev.rekey.datasource;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A data source with its whole config, sorted by key. */
public record ConfiguredDataSource(DataSource dataSource, SortedMap<String, ConfigEntry> config) {
  /** Copies the config. */
  public ConfiguredDataSource(DataSource dataSource, Map<String, ConfigEntry> config) {
    this(dataSource, new TreeMap<>(config));
  }
}
