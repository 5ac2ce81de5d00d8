package dev.rekey.app;

import dev.rekey.app.config.RekeyConfig;
import dev.rekey.app.config.Settings;
import dev.rekey.datasource.AuditLog;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.DataSources;
import dev.rekey.event.EventDecoder;
import dev.rekey.event.Intake;
import dev.rekey.notification.Notifications;
import dev.rekey.ops.Diagnosis;
import dev.rekey.ops.Doctor;
import dev.rekey.ops.EventSources;
import dev.rekey.ops.RotationLogging;
import dev.rekey.ops.RotationMetrics;
import dev.rekey.ops.tracing.Tracing;
import dev.rekey.rotation.BindingRequests;
import dev.rekey.rotation.BindingStore;
import dev.rekey.rotation.Bindings;
import dev.rekey.rotation.HeldTerms;
import dev.rekey.rotation.Holds;
import dev.rekey.rotation.Jitter;
import dev.rekey.rotation.Journal;
import dev.rekey.rotation.JournalledRequests;
import dev.rekey.rotation.LiveBindings;
import dev.rekey.rotation.Notices;
import dev.rekey.rotation.Recorder;
import dev.rekey.rotation.RotationEngine;
import dev.rekey.rotation.RotationIntake;
import dev.rekey.rotation.RotationLog;
import dev.rekey.rotation.RotationMachine;
import dev.rekey.rotation.RotationObserver;
import dev.rekey.rotation.RotationRequests;
import dev.rekey.rotation.RotationSignal;
import dev.rekey.rotation.RotationSteps;
import dev.rekey.rotation.StoredBindings;
import dev.rekey.rotation.TimeOrderedIds;
import dev.rekey.rotation.journal.JdbcBindingStore;
import dev.rekey.rotation.journal.JdbcJournal;
import dev.rekey.rotation.journal.JdbcRotationLog;
import dev.rekey.rotation.journal.Leases;
import dev.rekey.rotation.journal.Witness;
import dev.rekey.secret.SecretStore;
import dev.rekey.secret.SharedFetches;
import dev.rekey.store.Database;
import dev.rekey.store.ValueCipher;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/** The journal, the engine and what feeds it. */
final class RotationProducers {
  /** At the latest: what got lost, and what has waited long enough, is looked for. */
  private static final Duration BETWEEN_TAKE_UPS = Duration.ofSeconds(5);

  private static final int TAKE_UPS_PER_LEASE = 3;

  @Produces
  @Singleton
  Bindings bindings(Settings settings) {
    return settings.bindings();
  }

  /** The name of the worker is another one at each start: what it had is not its own any more. */
  @Produces
  @Singleton
  @Typed(JdbcJournal.class)
  JdbcJournal storedJournal(
      Settings settings,
      Database database,
      ValueCipher cipher,
      TimeOrderedIds ids,
      Witness witness) {
    Leases leases =
        switch (settings.config().store().kind()) {
          case SQLITE -> Leases.ALONE;
          case POSTGRESQL -> new Leases(Optional.of(settings.config().worker().lease()));
        };
    return new JdbcJournal(database, cipher, leases, ids.get(), ids, witness);
  }

  @Produces
  @Singleton
  Journal journal(JdbcJournal journal, Tracing tracing) {
    return tracing.journal(journal);
  }

  @Produces
  @Singleton
  BindingStore bindingStore(Database database, JdbcJournal journal) {
    return new JdbcBindingStore(database, journal);
  }

  @Produces
  @Singleton
  LiveBindings liveBindings(Settings settings, Bindings bindings, BindingStore store) {
    return new LiveBindings(bindings, store, settings.bindingRules());
  }

  @Produces
  @Singleton
  BindingRequests bindingRequests(
      Settings settings,
      Bindings bindings,
      LiveBindings live,
      BindingStore store,
      DataSources dataSources,
      SecretStore secrets,
      Recorder recorder,
      AuditLog audit) {
    return new StoredBindings(
        bindings, live, store, settings.bindingRules(), dataSources, secrets, recorder, audit);
  }

  @Produces
  @Singleton
  RotationLog rotationLog(Database database) {
    return new JdbcRotationLog(database);
  }

  /** Not as the observer that it is too: of these there is one for all. */
  @Produces
  @Singleton
  @Typed(RotationSignal.class)
  RotationSignal signal() {
    return new RotationSignal();
  }

  @Produces
  @Singleton
  RotationObserver observer(
      MeterRegistry meters, RotationSignal signal, Notifications notifications, Tracing tracing) {
    return tracing.observer(
        RotationObserver.all(
            List.of(new RotationLogging(), new RotationMetrics(meters), signal, notifications)));
  }

  @Produces
  @Singleton
  RotationSteps steps(
      LiveBindings bindings,
      SharedFetches secrets,
      DataSources dataSources,
      DataSourceRules rules,
      Journal journal) {
    return new RotationSteps(bindings::of, secrets, dataSources, rules, journal);
  }

  @Produces
  @Singleton
  RotationEngine engine(
      Settings settings,
      Journal journal,
      RotationSteps steps,
      SharedFetches secrets,
      LiveBindings bindings,
      RotationObserver observer,
      Holds holds,
      InstantSource clock,
      RandomGenerator random,
      Tracing tracing) {
    RekeyConfig config = settings.config();
    return new RotationEngine(
        journal,
        new RotationMachine(config.limits().testAttempts()),
        tracing.commands(steps),
        new HeldTerms(settings.bindings(), settings.settleWindows(), holds, clock),
        bindings::lookForChanges,
        observer,
        new RotationEngine.Pace(
            clock,
            secrets::now,
            Thread::sleep,
            new Jitter(random),
            betweenTakeUps(config),
            config.worker().drain()),
        new RotationEngine.Bounds(
            config.limits().maxConcurrentRotations(), config.limits().maxRotationsInHand()),
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("rotation-", 0).factory()));
  }

  static Duration betweenTakeUps(RekeyConfig config) {
    Duration ofLease = config.worker().lease().dividedBy(TAKE_UPS_PER_LEASE);
    return switch (config.store().kind()) {
      case SQLITE -> BETWEEN_TAKE_UPS;
      case POSTGRESQL -> ofLease.compareTo(BETWEEN_TAKE_UPS) < 0 ? ofLease : BETWEEN_TAKE_UPS;
    };
  }

  @Produces
  @Singleton
  Recorder recorder(
      Journal journal,
      RotationEngine engine,
      RotationObserver observer,
      TimeOrderedIds ids,
      InstantSource clock) {
    return new Recorder(journal, engine, observer, ids, clock);
  }

  @Produces
  @Singleton
  Notices notices(Bindings bindings, Journal journal, AuditLog audit) {
    return new Notices(bindings, journal, audit);
  }

  @Produces
  @Singleton
  Intake intake(
      Bindings bindings,
      LiveBindings live,
      Recorder recorder,
      Notices notices,
      RotationObserver observer,
      Tracing tracing) {
    Intake intake = tracing.intake(new RotationIntake(bindings, recorder, notices, observer));
    return deliveries -> {
      // News of a secret that another worker has just bound must not be taken for nobody's.
      live.lookForChanges();
      intake.accept(deliveries);
    };
  }

  @Produces
  @Singleton
  RotationRequests requests(
      Bindings bindings,
      RotationLog log,
      Journal journal,
      Recorder recorder,
      RotationSteps steps,
      Map<String, EventDecoder> decoders,
      Notices notices,
      AuditLog audit) {
    return new JournalledRequests(
        bindings, log, journal, recorder, steps, decoders, notices, audit);
  }

  @Produces
  @Singleton
  Diagnosis diagnosis(
      RotationLog log,
      EventSources sources,
      SecretStore secrets,
      Bindings bindings,
      DataSources dataSources) {
    return new Doctor(log, sources, secrets, bindings, dataSources);
  }
}
