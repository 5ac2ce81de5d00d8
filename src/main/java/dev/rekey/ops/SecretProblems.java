package dev.rekey.ops;

import dev.rekey.secret.FetchResult;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretStore;
import dev.rekey.secret.SecretVersion;
import dev.rekey.secret.VersionResult;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers what stood in the way when secrets were asked for last. Bounded by the secrets that are
 * bound, since no other is asked for. Thread-safe.
 */
public final class SecretProblems {
  private final Map<String, String> reasons = new ConcurrentHashMap<>();

  /**
   * What is wrong now with the secrets of a store, by secret; empty while all is well.
   *
   * @param scheme of the references to its secrets
   */
  public SortedMap<String, String> of(String scheme) {
    SortedMap<String, String> own = new TreeMap<>(reasons);
    own.keySet().removeIf(secret -> !secret.startsWith(scheme + "://"));
    return own;
  }

  /** The same store, whose answers are remembered here. */
  public SecretStore watch(SecretStore store) {
    return new SecretStore() {
      @Override
      public FetchResult fetch(SecretRef secret) {
        return learn(secret, store.fetch(secret));
      }

      @Override
      public FetchResult fetch(SecretRef secret, SecretVersion told) {
        return learn(secret, store.fetch(secret, told));
      }

      @Override
      public VersionResult currentVersion(SecretRef secret) {
        return learn(secret, store.currentVersion(secret));
      }
    };
  }

  private FetchResult learn(SecretRef secret, FetchResult result) {
    switch (result) {
      case FetchResult.Found _ -> reasons.remove(secret.toString());
      case FetchResult.Failed failed -> reasons.put(secret.toString(), failed.reason());
    }
    return result;
  }

  private VersionResult learn(SecretRef secret, VersionResult result) {
    String key = secret + " version";
    switch (result) {
      case VersionResult.Current _ -> reasons.remove(key);
      case FetchResult.Failed failed -> reasons.put(key, failed.reason());
    }
    return result;
  }
}
