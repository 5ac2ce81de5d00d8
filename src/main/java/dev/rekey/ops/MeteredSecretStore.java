package dev.rekey.ops;

import dev.rekey.secret.FetchResult;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretStore;
import dev.rekey.secret.SecretVersion;
import dev.rekey.secret.VersionResult;
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
    return counted(store.fetch(secret));
  }

  @Override
  public FetchResult fetch(SecretRef secret, SecretVersion told) {
    return counted(store.fetch(secret, told));
  }

  private FetchResult counted(FetchResult result) {
    switch (result) {
      case FetchResult.Found _ -> count("fetch", "found");
      case FetchResult.Failed failed -> count("fetch", label(failed));
    }
    return result;
  }

  @Override
  public VersionResult currentVersion(SecretRef secret) {
    VersionResult result = store.currentVersion(secret);
    switch (result) {
      case VersionResult.Current _ -> count("current_version", "found");
      case FetchResult.Failed failed -> count("current_version", label(failed));
    }
    return result;
  }

  private void count(String call, String status) {
    meters
        .counter("rekey.provider.api.calls", "provider", provider, "call", call, "status", status)
        .increment();
  }

  private static String label(FetchResult.Failed failed) {
    return switch (failed) {
      case FetchResult.Missing _ -> "missing";
      case FetchResult.Denied _ -> "denied";
      case FetchResult.Unavailable _ -> "unavailable";
      case FetchResult.Throttled _ -> "throttled";
    };
  }
}
