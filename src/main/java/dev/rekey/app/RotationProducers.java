package dev.rekey.app;

import dev.rekey.app.config.Settings;
import dev.rekey.datasource.DataSources;
import dev.rekey.event.Intake;
import dev.rekey.ops.MeteredSecretStore;
import dev.rekey.ops.RotationLogging;
import dev.rekey.ops.RotationMetrics;
import dev.rekey.rotation.Backoff;
import dev.rekey.rotation.Bindings;
import dev.rekey.rotation.Journal;
import dev.rekey.rotation.RotationEngine;
import dev.rekey.rotation.RotationIntake;
import dev.rekey.rotation.RotationLog;
import dev.rekey.rotation.RotationMachine;
import dev.rekey.rotation.RotationObserver;
import dev.rekey.rotation.RotationSteps;
import dev.rekey.rotation.TimeOrderedIds;
import dev.rekey.rotation.journal.JdbcJournal;
import dev.rekey.rotation.journal.JdbcRotationLog;
import dev.rekey.secret.PacedSecretStore;
import dev.rekey.secret.SecretStore;
import dev.rekey.secret.directory.DirectorySecretStore;
import dev.rekey.secret.directory.KeyedDigest;
import dev.rekey.store.Database;
import dev.rekey.store.Keysets;
import dev.rekey.store.ValueCipher;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/** The journal, the engine and what feeds it. */
final class RotationProducers {
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final Duration DRAIN = Duration.ofSeconds(10);
  private static final Duration FIRST_HOLD_OFF = Duration.ofMillis(500);
  private static final Duration LONGEST_HOLD_OFF = Duration.ofMinutes(1);
  private static final int BURSTS_PER_SECOND = 10;

  @Produces
  @Singleton
  Bindings bindings(Settings settings) {
    return settings.bindings();
  }

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
  Journal journal(Database database, ValueCipher cipher) {
    return new JdbcJournal(database, cipher);
  }

  @Produces
  @Singleton
  RotationLog rotationLog(Database database) {
    return new JdbcRotationLog(database);
  }

  @Produces
  @Singleton
  RotationObserver observer(MeterRegistry meters, DataSources dataSources) {
    return RotationObserver.all(
        List.of(new RotationLogging(), new RotationMetrics(meters, dataSources)));
  }

  @Produces
  @Singleton
  RotationEngine engine(
      Settings settings,
      Journal journal,
      Bindings bindings,
      SecretStore secrets,
      DataSources dataSources,
      RotationObserver observer,
      InstantSource clock,
      RandomGenerator random) {
    return new RotationEngine(
        journal,
        new RotationMachine(settings.config().limits().testAttempts()),
        new RotationSteps(bindings, secrets, dataSources, journal),
        observer,
        new Backoff(FIRST_WAIT, LONGEST_WAIT, random),
        Thread::sleep,
        clock,
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("rotation-", 0).factory()),
        settings.config().limits().maxConcurrentRotations(),
        DRAIN);
  }

  @Produces
  @Singleton
  Intake intake(
      Bindings bindings,
      Journal journal,
      RotationEngine engine,
      TimeOrderedIds ids,
      InstantSource clock,
      RotationObserver observer) {
    return new RotationIntake(bindings, journal, engine::submit, ids, clock, observer);
  }
}
