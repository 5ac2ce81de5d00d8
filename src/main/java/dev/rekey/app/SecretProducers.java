package dev.rekey.app;

import dev.rekey.app.config.RekeyConfig;
import dev.rekey.app.config.Settings;
import dev.rekey.aws.AwsAccess;
import dev.rekey.aws.AwsDeadlines;
import dev.rekey.ops.MeteredSecretStore;
import dev.rekey.ops.SecretProblems;
import dev.rekey.ops.tracing.Tracing;
import dev.rekey.secret.PacedSecretStore;
import dev.rekey.secret.RoutedSecretStore;
import dev.rekey.secret.SecretRef.Scheme;
import dev.rekey.secret.SecretStore;
import dev.rekey.secret.SharedFetches;
import dev.rekey.secret.aws.AwsSecretStore;
import dev.rekey.secret.directory.DirectorySecretStore;
import dev.rekey.secret.directory.KeyedDigest;
import dev.rekey.secret.gcp.GoogleSecretStore;
import dev.rekey.store.Keysets;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Where secrets are fetched from, how often, and once for all who need the same. */
final class SecretProducers {
  private static final Duration FIRST_HOLD_OFF = Duration.ofMillis(500);
  private static final Duration LONGEST_HOLD_OFF = Duration.ofMinutes(1);
  private static final Duration GOOGLE_DEADLINE = Duration.ofSeconds(10);
  private static final int BURSTS_PER_SECOND = 10;
  private static final int SECRETS_KEPT = 512;
  private static final Duration SECRETS_KEPT_FOR = Duration.ofMinutes(5);

  @Produces
  @Singleton
  SecretProblems problems() {
    return new SecretProblems();
  }

  /**
   * The store as it is, for whoever watches it: a hold-off would hide a change. The key of the
   * digest is derived from one that all workers share: their versions compare.
   */
  @Produces
  @Singleton
  @Typed(DirectorySecretStore.class)
  DirectorySecretStore directoryStore(Settings settings, Keysets keysets)
      throws GeneralSecurityException {
    byte[] key = keysets.digestMac().computeMac("dir".getBytes(StandardCharsets.UTF_8));
    return new DirectorySecretStore(
        settings.config().secretStores().directory().path(),
        KeyedDigest.hmacSha256(key),
        DirectorySecretStore.DEFAULT_MAX_BYTES);
  }

  @Produces
  @Singleton
  AwsAccess awsAccess(Settings settings) {
    RekeyConfig.SecretStores.Aws aws = settings.config().secretStores().aws();
    return CloudAccess.aws(aws.endpoint(), aws.role(), AwsDeadlines.PROMPT);
  }

  void close(@Disposes AwsAccess access) {
    access.close();
  }

  @Produces
  @Singleton
  @Typed(AwsSecretStore.class)
  AwsSecretStore awsStore(AwsAccess access, Settings settings) {
    return new AwsSecretStore(access, settings.identities());
  }

  void close(@Disposes AwsSecretStore store) {
    store.close();
  }

  @Produces
  @Singleton
  @Typed(GoogleSecretStore.class)
  GoogleSecretStore googleStore(Settings settings) {
    return new GoogleSecretStore(
        settings.clouds().secretManager(),
        CloudAccess.googleCredentials(),
        settings.identities(),
        GOOGLE_DEADLINE);
  }

  void close(@Disposes GoogleSecretStore store) {
    store.close();
  }

  @Produces
  @Singleton
  SecretStore secretStore(
      Settings settings,
      DirectorySecretStore directory,
      AwsSecretStore aws,
      GoogleSecretStore google,
      SecretProblems problems,
      MeterRegistry meters,
      Tracing tracing,
      RandomGenerator random) {
    RekeyConfig.SecretStores stores = settings.config().secretStores();
    return new RoutedSecretStore(
        Map.of(
            Scheme.DIR,
            paced(
                tracing.secrets(
                    Scheme.DIR.text(), watched(Scheme.DIR, directory, problems, meters)),
                stores.directory().callsPerSecond(),
                random),
            Scheme.AWS_SM,
            paced(
                tracing.secrets(
                    Scheme.AWS_SM.text(), watched(Scheme.AWS_SM, aws, problems, meters)),
                stores.aws().callsPerSecond(),
                random),
            Scheme.GCP_SM,
            paced(
                tracing.secrets(
                    Scheme.GCP_SM.text(), watched(Scheme.GCP_SM, google, problems, meters)),
                stores.google().callsPerSecond(),
                random)));
  }

  /** Counted, and remembered where it fails. */
  static SecretStore watched(
      Scheme scheme, SecretStore store, SecretProblems problems, MeterRegistry meters) {
    return problems.watch(new MeteredSecretStore(scheme.text(), store, meters));
  }

  private static SecretStore paced(SecretStore store, int callsPerSecond, RandomGenerator random) {
    return new PacedSecretStore(
        store,
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
