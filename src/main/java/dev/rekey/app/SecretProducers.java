package dev.rekey.app;

import dev.rekey.app.config.Settings;
import dev.rekey.ops.MeteredSecretStore;
import dev.rekey.secret.PacedSecretStore;
import dev.rekey.secret.SecretStore;
import dev.rekey.secret.SharedFetches;
import dev.rekey.secret.directory.DirectorySecretStore;
import dev.rekey.secret.directory.KeyedDigest;
import dev.rekey.store.Keysets;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Where secrets are fetched from, how often, and once for all who need the same. */
final class SecretProducers {
  private static final Duration FIRST_HOLD_OFF = Duration.ofMillis(500);
  private static final Duration LONGEST_HOLD_OFF = Duration.ofMinutes(1);
  private static final int BURSTS_PER_SECOND = 10;
  private static final int SECRETS_KEPT = 256;
  private static final Duration SECRETS_KEPT_FOR = Duration.ofMinutes(5);

  /**
   * The store as it is, for whoever watches it: a hold-off would hide a change. The key of the
   * digest is derived from one that all workers share: their versions compare.
   */
  @Produces
  @Singleton
  @Typed(MeteredSecretStore.class)
  MeteredSecretStore directoryStore(Settings settings, Keysets keysets, MeterRegistry meters)
      throws GeneralSecurityException {
    byte[] key = keysets.digestMac().computeMac("dir".getBytes(StandardCharsets.UTF_8));
    return new MeteredSecretStore(
        "dir",
        new DirectorySecretStore(
            settings.config().secretStores().directory().path(),
            KeyedDigest.hmacSha256(key),
            DirectorySecretStore.DEFAULT_MAX_BYTES),
        meters);
  }

  @Produces
  @Singleton
  SecretStore secretStore(Settings settings, MeteredSecretStore directory, RandomGenerator random) {
    int callsPerSecond = settings.config().secretStores().directory().callsPerSecond();
    return new PacedSecretStore(
        directory,
        new PacedSecretStore.Limits(
            callsPerSecond,
            Math.max(1, callsPerSecond / BURSTS_PER_SECOND),
            FIRST_HOLD_OFF,
            LONGEST_HOLD_OFF),
        Thread::sleep,
        random,
        System::nanoTime);
  }

  @Produces
  @Singleton
  SharedFetches sharedFetches(SecretStore secrets, Settings settings) {
    return new SharedFetches(
        secrets, settings.identities(), System::nanoTime, SECRETS_KEPT, SECRETS_KEPT_FOR);
  }
}
