package dev.rekey.sweep;

import dev.rekey.datasource.DataSources;
import dev.rekey.rotation.Binding;
import dev.rekey.rotation.MissedVersions;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretStore;
import dev.rekey.secret.SecretVersion;
import dev.rekey.secret.VersionResult;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Asks which version of a secret is current, by one call for its metadata, and queues what bindings
 * have missed. Thread-safe; blocks, also while the store's rate limit says so.
 */
public final class DriftCheck {
  private final SecretStore secrets;
  private final MissedVersions missed;
  private final DataSources dataSources;

  public DriftCheck(SecretStore secrets, MissedVersions missed, DataSources dataSources) {
    this.secrets = secrets;
    this.missed = missed;
    this.dataSources = dataSources;
  }

  /** The current version; empty when the store does not tell, which it is asked again later. */
  Optional<SecretVersion> current(SecretRef secret) {
    return secrets.currentVersion(secret) instanceof VersionResult.Current(SecretVersion version)
        ? Optional.of(version)
        : Optional.empty();
  }

  /** Checks some secrets at once. */
  int check(Collection<SecretRef> asked, Predicate<Binding> among) throws InterruptedException {
    Map<SecretRef, SecretVersion> found = new HashMap<>();
    for (SecretRef secret : asked) {
      current(secret).ifPresent(version -> found.put(secret, version));
    }
    return queue(found, among);
  }

  /** Queues what was missed; a data source that does not exist misses nothing. */
  int queue(Map<SecretRef, SecretVersion> current, Predicate<Binding> among)
      throws InterruptedException {
    return missed.queue(
        current, among.and(binding -> dataSources.find(binding.dataSource()).isPresent()));
  }
}
