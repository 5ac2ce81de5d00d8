package dev.rekey.client;

import java.util.Map;
import java.util.Optional;

/**
 * Which secret feeds which keys of which data source.
 *
 * @param dataSource the name of the data source
 * @param keys config key to where in the secret its value comes from; empty when that is chosen for
 *     each rotation
 * @param setAside why it is not carried out, unless it is
 */
public record Binding(
    String id,
    String secret,
    String environmentId,
    String dataSource,
    Map<String, String> keys,
    BindingTerms terms,
    Origin origin,
    Optional<String> setAside) {
  public Binding {
    keys = Map.copyOf(keys);
  }

  /** Where it comes from. */
  public enum Origin {
    /** The configuration file of the worker: it is changed there alone. */
    CONFIGURATION,
    /** {@link Bindings#apply}. */
    STORE,
    /** One that this version does not know. */
    UNKNOWN
  }

  /** What {@link Bindings#apply} would have to be told to make it. */
  public BindingSpec spec() {
    return new BindingSpec(secret, dataSource, keys, terms);
  }
}
