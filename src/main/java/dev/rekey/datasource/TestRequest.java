package dev.rekey.datasource;

import java.util.Map;
import java.util.TreeMap;

/** What to test. */
public sealed interface TestRequest {
  /** The config that is given. */
  Map<String, ConfigValue> config();

  /**
   * A saved data source; the config given here wins over what is saved, and is not saved.
   *
   * @param config may be empty
   */
  record Saved(String environment, String id, Map<String, ConfigValue> config)
      implements TestRequest {}

  /**
   * A config that is not saved.
   *
   * @param environment whose secrets it may refer to
   */
  record Unsaved(String environment, Kind kind, Map<String, ConfigValue> config)
      implements TestRequest {}

  /**
   * A saved data source with a config that was made from what was read of it: what is tested is
   * what was looked at.
   *
   * @param dataSource as it was read
   * @param config the whole of it
   */
  record Held(ConfiguredDataSource dataSource, Map<String, ConfigValue> config)
      implements TestRequest {
    /** The values that differ from what was read. */
    public Map<String, ConfigValue> changed() {
      Map<String, ConfigValue> changed = new TreeMap<>(config);
      dataSource.config().forEach((key, entry) -> changed.remove(key, entry.value()));
      return changed;
    }
  }
}
