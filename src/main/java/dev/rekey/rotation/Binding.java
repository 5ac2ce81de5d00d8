package dev.rekey.rotation;

import dev.rekey.datasource.DataSourceRef;
import dev.rekey.secret.SecretRef;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * "This secret feeds these config keys of that data source."
 *
 * @param keys config key to where in the secret its value comes from; never empty
 */
public record Binding(
    SecretRef secret, DataSourceRef dataSource, SortedMap<String, FieldMapping> keys) {
  /**
   * @throws IllegalArgumentException when no key is named
   */
  public Binding {
    keys = new TreeMap<>(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a binding names at least one key");
    }
  }

  /**
   * The identity of this binding over restarts and changes of its keys: one secret and one data
   * source have one binding.
   */
  public String id() {
    return dataSource + "<-" + secret;
  }
}
