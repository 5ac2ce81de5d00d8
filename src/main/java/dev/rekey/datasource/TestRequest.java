package dev.rekey.datasource;

import java.util.Map;

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
  record Unsaved(String environment, Kind kind, Map<String, ConfigValue> config) implements TestRequest {}
}
