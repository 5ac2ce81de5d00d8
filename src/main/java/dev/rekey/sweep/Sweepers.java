package dev.rekey.sweep;

import dev.rekey.datasource.DataSources;
import dev.rekey.datasource.Kind;
import dev.rekey.rotation.Bindings;
import dev.rekey.rotation.ParkedRotations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Makes the sweepers of a worker, one for each kind of sweep. */
public record Sweepers(SweepLog log, SweepObserver observer, Sweeper.Pace pace) {
  /**
   * Tests data sources.
   *
   * @param parked is told which of them answer
   * @param gaps how long a data source of a kind is left alone after a test at least; empty where
   *     it is left alone altogether
   * @param concurrency how many are tested at one time
   */
  public Sweeper health(
      List<SweepPlan> plans,
      DataSources dataSources,
      Healths healths,
      Bindings bindings,
      DriftCheck drift,
      ParkedRotations parked,
      Function<Kind, Optional<Duration>> gaps,
      int concurrency) {
    HealthSubject subject =
        new HealthSubject(
            dataSources, healths, bindings, drift, parked, observer, gaps, pace.clock());
    return new Sweeper(
        SweepKind.HEALTH, plans, subject, log, observer, pace, concurrency, threads("health-"));
  }

  /**
   * Compares versions of secrets.
   *
   * @param concurrency how many stores are asked at one time
   */
  public Sweeper drift(
      List<SweepPlan> plans, Bindings bindings, DriftCheck drift, int concurrency) {
    return new Sweeper(
        SweepKind.DRIFT,
        plans,
        new DriftSubject(bindings, drift),
        log,
        observer,
        pace,
        concurrency,
        threads("drift-"));
  }

  private static ExecutorService threads(String name) {
    return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name, 0).factory());
  }
}
