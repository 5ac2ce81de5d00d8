package dev.rekey.event.directory;

import dev.rekey.event.RotationEvent;
import dev.rekey.secret.FetchResult;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretStore;
import dev.rekey.secret.SecretVersion;
import dev.rekey.secret.VersionResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** Remembers which version of each secret was told of last. Not thread-safe. */
final class ChangedSecrets {
  private static final Logger LOGGER = Logger.getLogger(ChangedSecrets.class);
  private static final String TYPE = "dev.rekey.secret.directory.changed";

  private final SecretStore store;
  private final RandomGenerator random;
  private final Map<SecretRef, SecretVersion> told = new HashMap<>();
  private final Map<SecretRef, RotationEvent> untold = new HashMap<>();
  private final Map<SecretRef, String> faults = new HashMap<>();

  ChangedSecrets(SecretStore store, RandomGenerator random) {
    this.store = store;
    this.random = random;
  }

  /**
   * An event for each secret that has another version than the one told of. A change that was found
   * before and not told of since is the same event again. What is not looked at any more is
   * forgotten: when it is again, it is news.
   */
  List<RotationEvent> look(List<SecretRef> secrets) {
    told.keySet().retainAll(secrets);
    untold.keySet().retainAll(secrets);
    faults.keySet().retainAll(secrets);
    return secrets.stream().flatMap(secret -> look(secret).stream()).toList();
  }

  private Optional<RotationEvent> look(SecretRef secret) {
    Optional<SecretVersion> current = version(secret);
    RotationEvent event = untold.get(secret);
    // An event that was refused may have arrived all the same, so going back to the version told of
    // before it is news too.
    boolean known = event == null && current.equals(Optional.ofNullable(told.get(secret)));
    if (current.isEmpty() || known) {
      return Optional.empty();
    }
    if (event == null || !event.version().equals(current)) {
      event = new RotationEvent(newId(), TYPE, secret, current);
      untold.put(secret, event);
    }
    return Optional.of(event);
  }

  /** These events have arrived. */
  void told(List<RotationEvent> events) {
    for (RotationEvent event : events) {
      event.version().ifPresent(version -> told.put(event.secret(), version));
      untold.remove(event.secret());
    }
  }

  private Optional<SecretVersion> version(SecretRef secret) {
    return switch (store.currentVersion(secret)) {
      case VersionResult.Current current -> {
        faults.remove(secret);
        yield Optional.of(current.version());
      }
      case FetchResult.Failed failed -> unknown(secret, failed.reason());
    };
  }

  private Optional<SecretVersion> unknown(SecretRef secret, String reason) {
    if (!reason.equals(faults.put(secret, reason))) {
      LOGGER.warnf("bound secret has no version secret=%s reason=%s", secret, reason);
    }
    return Optional.empty();
  }

  /** Not made of the version: a version that comes back is news again. */
  private String newId() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
