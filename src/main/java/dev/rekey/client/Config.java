package dev.rekey.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Config keys with what they are to hold: a value, or what a secret of the environment holds.
 * Immutable.
 */
public final class Config {
  private static final Config EMPTY = new Config(Map.of());

  private final Map<String, Setting> settings;

  /** What a key is to hold. */
  sealed interface Setting {
    record Value(String text) implements Setting {
      @Override
      public String toString() {
        return "Value";
      }
    }

    record Reference(String secretId) implements Setting {}
  }

  private Config(Map<String, Setting> settings) {
    this.settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  public static Config empty() {
    return EMPTY;
  }

  /** Keys with their values. */
  public static Config of(Map<String, String> values) {
    var settings = new LinkedHashMap<String, Setting>();
    values.forEach((key, value) -> settings.put(key, new Setting.Value(value)));
    return new Config(settings);
  }

  public Config with(String key, String value) {
    return with(key, new Setting.Value(value));
  }

  /** The key holds from then on whatever the secret with this id holds. */
  public Config withSecret(String key, String secretId) {
    return with(key, new Setting.Reference(secretId));
  }

  /** The keys, in the order in which they were given. */
  public Set<String> keys() {
    return settings.keySet();
  }

  Map<String, Setting> settings() {
    return settings;
  }

  private Config with(String key, Setting setting) {
    var more = new LinkedHashMap<>(settings);
    more.put(key, setting);
    return new Config(more);
  }

  /** The keys alone. */
  @Override
  public String toString() {
    return "Config" + settings.keySet();
  }
}
