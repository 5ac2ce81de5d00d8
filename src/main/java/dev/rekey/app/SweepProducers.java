package dev.rekey.app;

import dev.rekey.app.config.Settings;
import dev.rekey.datasource.DataSources;
import dev.rekey.ops.SweepLogging;
import dev.rekey.ops.SweepMetrics;
import dev.rekey.rotation.Bindings;
import dev.rekey.rotation.Freezes;
import dev.rekey.rotation.Holds;
import dev.rekey.rotation.Journal;
import dev.rekey.rotation.KnownFreezes;
import dev.rekey.rotation.MissedVersions;
import dev.rekey.rotation.Recorder;
import dev.rekey.rotation.RotationEngine;
import dev.rekey.rotation.TimeOrderedIds;
import dev.rekey.rotation.journal.JdbcFreezes;
import dev.rekey.secret.SecretStore;
import dev.rekey.store.Database;
import dev.rekey.sweep.DriftCheck;
import dev.rekey.sweep.HealthLog;
import dev.rekey.sweep.Healths;
import dev.rekey.sweep.SweepKind;
import dev.rekey.sweep.SweepLog;
import dev.rekey.sweep.SweepObserver;
import dev.rekey.sweep.SweepPlan;
import dev.rekey.sweep.Sweeper;
import dev.rekey.sweep.Sweepers;
import dev.rekey.sweep.Sweeps;
import dev.rekey.sweep.journal.JdbcHealths;
import dev.rekey.sweep.journal.JdbcSweepLog;
import dev.rekey.sweep.journal.SweepLeases;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduler;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The sweeps, what they find, and what keeps rotations from beginning. */
final class SweepProducers {
  private static final Duration FREEZES_KNOWN_FOR = Duration.ofSeconds(1);
  private static final Duration FIRST_WITHIN = Duration.ofMinutes(1);
  private static final int RENEWALS_PER_LEASE = 3;

  @Produces
  @Singleton
  @Typed({SweepLog.class, Sweeps.class})
  JdbcSweepLog sweepLog(Settings settings, Database database, TimeOrderedIds ids) {
    SweepLeases leases =
        switch (settings.config().store().kind()) {
          case SQLITE -> SweepLeases.ALONE;
          case POSTGRESQL -> new SweepLeases(Optional.of(settings.config().worker().lease()));
        };
    return new JdbcSweepLog(database, leases, ids.get());
  }

  @Produces
  @Singleton
  @Typed({Healths.class, HealthLog.class})
  JdbcHealths healths(Database database) {
    return new JdbcHealths(database);
  }

  @Produces
  @Singleton
  Freezes freezes(Database database) {
    return new KnownFreezes(new JdbcFreezes(database), FREEZES_KNOWN_FOR, System::nanoTime);
  }

  @Produces
  @Singleton
  Holds holds(Freezes freezes, Settings settings) {
    return Holds.all(List.of(Holds.of(freezes), settings.sweeps().windows()));
  }

  @Produces
  @Singleton
  SweepObserver sweepObserver(Settings settings, Sweeps sweeps, MeterRegistry meters) {
    SweepMetrics metrics =
        new SweepMetrics(meters, settings.config().sweeps().health().metricsPerDataSource());
    metrics.show(
        SweepKind.HEALTH, () -> lastSuccess(sweeps, SweepKind.HEALTH, settings.sweeps().health()));
    metrics.show(
        SweepKind.DRIFT, () -> lastSuccess(sweeps, SweepKind.DRIFT, settings.sweeps().drift()));
    return SweepObserver.all(List.of(new SweepLogging(), metrics));
  }

  /** In the environment that has waited for the longest; empty where one was never swept. */
  private static Optional<Instant> lastSuccess(
      Sweeps sweeps, SweepKind kind, List<SweepPlan> plans) {
    List<Optional<Instant>> ends =
        plans.stream()
            .filter(plan -> plan.schedule().after(Instant.EPOCH).isPresent())
            .map(plan -> sweeps.status(kind, plan.environment()).lastSuccess())
            .toList();
    return ends.stream().allMatch(Optional::isPresent)
        ? ends.stream().flatMap(Optional::stream).min(Comparator.naturalOrder())
        : Optional.empty();
  }

  @Produces
  @Singleton
  DriftCheck driftCheck(
      SecretStore secrets,
      Bindings bindings,
      Journal journal,
      Recorder recorder,
      DataSources dataSources) {
    return new DriftCheck(secrets, new MissedVersions(bindings, journal, recorder), dataSources);
  }

  @Produces
  @Singleton
  Sweepers sweepers(
      SweepLog log,
      SweepObserver observer,
      Settings settings,
      TimeOrderedIds ids,
      InstantSource clock,
      RandomGenerator random) {
    return new Sweepers(
        log,
        observer,
        new Sweeper.Pace(
            clock,
            Thread::sleep,
            random,
            ids,
            settings.config().worker().lease().dividedBy(RENEWALS_PER_LEASE),
            FIRST_WITHIN));
  }

  @Produces
  @Singleton
  SweepJobs sweepJobs(
      Settings settings,
      Sweepers sweepers,
      DataSources dataSources,
      Healths healths,
      Bindings bindings,
      DriftCheck drift,
      RotationEngine engine,
      Scheduler scheduler) {
    return new SweepJobs(
        scheduler,
        sweepers.health(
            settings.sweeps().health(),
            dataSources,
            healths,
            bindings,
            drift,
            engine,
            settings.sweeps()::gap,
            settings.config().sweeps().health().maxConcurrentTests()),
        sweepers.drift(
            settings.sweeps().drift(),
            bindings,
            drift,
            settings.config().sweeps().drift().maxConcurrentCalls()));
  }
}
