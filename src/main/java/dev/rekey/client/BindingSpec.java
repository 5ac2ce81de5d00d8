package dev.rekey.client;

import java.util.Map;

/**
 * A binding as it is wanted.
 *
 * @param secret its reference, such as {@code dir://shop-db}
 * @param dataSource the name of the data source
 * @param keys config key to where in the secret its value comes from: a JSON pointer such as {@code
 *     /password}, empty for the whole secret, or either behind {@code base64:}; without any, the
 *     keys are chosen for each rotation, by the kind of the data source and the shape of the secret
 */
public record BindingSpec(
    String secret, String dataSource, Map<String, String> keys, BindingTerms terms) {
  public BindingSpec {
    keys = Map.copyOf(keys);
  }

  /** One whose keys are chosen for each rotation, on the usual terms. */
  public BindingSpec(String secret, String dataSource) {
    this(secret, dataSource, Map.of(), BindingTerms.USUAL);
  }

  /** The same for these keys alone. */
  public BindingSpec feeding(Map<String, String> wanted) {
    return new BindingSpec(secret, dataSource, wanted, terms);
  }

  /** The same on other terms. */
  public BindingSpec on(BindingTerms wanted) {
    return new BindingSpec(secret, dataSource, keys, wanted);
  }
}
