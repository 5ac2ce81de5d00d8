package dev.rekey.ops;

import dev.rekey.secret.FetchResult;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretStore;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts the calls that are made to a secret store. */
public final class MeteredSecretStore implements SecretStore {
  private final String provider;
  private final SecretStore store;
  private final MeterRegistry meters;

  /**
   * @param provider the name of the store in metrics
   */
  public MeteredSecretStore(String provider, SecretStore store, MeterRegistry meters) {
    this.provider = provider;
    this.store = store;
    this.meters = meters;
  }

  @Override
  public FetchResult fetch(SecretRef secret) {
    FetchResult result = store.fetch(secret);
    meters
        .counter(
            "rekey.provider.api.calls",
            "provider",
            provider,
            "call",
            "fetch",
            "status",
            label(result))
        .increment();
    return result;
  }

  private static String label(FetchResult result) {
    return switch (result) {
      case FetchResult.Found _ -> "found";
      case FetchResult.Missing _ -> "missing";
      case FetchResult.Denied _ -> "denied";
      case FetchResult.Unavailable _ -> "unavailable";
      case FetchResult.Throttled _ -> "throttled";
    };
  }
}
