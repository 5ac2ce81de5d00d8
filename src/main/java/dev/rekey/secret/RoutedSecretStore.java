package dev.rekey.secret;

import java.util.Map;

/** Asks of each secret the store that its reference names. Thread-safe where the stores are. */
public final class RoutedSecretStore implements SecretStore {
  private final Map<SecretRef.Scheme, SecretStore> stores;

  /**
   * @param stores one for every scheme that secrets are fetched from
   * @throws IllegalArgumentException when a scheme has none
   */
  public RoutedSecretStore(Map<SecretRef.Scheme, SecretStore> stores) {
    this.stores = Map.copyOf(stores);
    for (SecretRef.Scheme scheme : SecretRef.Scheme.FETCHED) {
      if (!stores.containsKey(scheme)) {
        throw new IllegalArgumentException("no store for " + scheme.text());
      }
    }
  }

  @Override
  public FetchResult fetch(SecretRef secret) {
    return stores.get(secret.scheme()).fetch(secret);
  }

  @Override
  public FetchResult fetch(SecretRef secret, SecretVersion told) {
    return stores.get(secret.scheme()).fetch(secret, told);
  }

  @Override
  public VersionResult currentVersion(SecretRef secret) {
    return stores.get(secret.scheme()).currentVersion(secret);
  }
}
