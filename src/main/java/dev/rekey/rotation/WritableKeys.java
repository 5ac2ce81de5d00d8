package dev.rekey.rotation;

import dev.rekey.datasource.ConfigEntry;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.ConfiguredDataSource;
import dev.rekey.datasource.InvalidFieldException;

/**
 * Looks for keys of a binding that no rotation could ever write, because they are given by the id
 * of a secret that is not there: the reference is never overwritten. Of a binding that names no key
 * nothing is known before a secret is there.
 */
public final class WritableKeys {
  private WritableKeys() {}

  /**
   * @param fed with the values in place of references, where they can be had
   * @throws InvalidFieldException for {@code keys}
   */
  public static void check(Binding binding, ConfiguredDataSource fed) {
    for (String key : binding.keys().keySet()) {
      ConfigEntry held = fed.config().get(key);
      if (held != null && held.value() instanceof ConfigValue.Reference) {
        throw new InvalidFieldException(
            "keys",
            key
                + " of "
                + binding.dataSource()
                + " is given by a secret_id that names no secret of the environment, and a"
                + " rotation never overwrites it: make that secret, leave the key out, or give the"
                + " data source a literal value");
      }
    }
  }
}
