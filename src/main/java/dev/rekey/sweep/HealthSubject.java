package dev.rekey.sweep;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.ConfiguredDataSource;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSources;
import dev.rekey.datasource.Kind;
import dev.rekey.datasource.TestRequest;
import dev.rekey.rotation.Binding;
import dev.rekey.rotation.Bindings;
import dev.rekey.rotation.ParkedRotations;
import dev.rekey.secret.SecretRef;
import dev.rekey.sweep.Healths.Tested;
import dev.rekey.sweep.SweepLog.Run;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Tests every data source of an environment, as the API does. */
final class HealthSubject implements Subject<ConfiguredDataSource, Tested> {
  private final DataSources dataSources;
  private final Healths healths;
  private final Bindings bindings;
  private final DriftCheck drift;
  private final ParkedRotations parked;
  private final SweepObserver observer;
  private final Function<Kind, Optional<Duration>> gaps;
  private final InstantSource clock;

  /**
   * @param parked is told which data sources answer
   * @param gaps how long a data source of a kind is left alone after a test at least; empty where
   *     it is left alone altogether
   */
  HealthSubject(
      DataSources dataSources,
      Healths healths,
      Bindings bindings,
      DriftCheck drift,
      ParkedRotations parked,
      SweepObserver observer,
      Function<Kind, Optional<Duration>> gaps,
      InstantSource clock) {
    this.dataSources = dataSources;
    this.healths = healths;
    this.bindings = bindings;
    this.drift = drift;
    this.parked = parked;
    this.observer = observer;
    this.gaps = gaps;
    this.clock = clock;
  }

  @Override
  public long count(String environment) {
    return dataSources.count(environment);
  }

  @Override
  public Page<ConfiguredDataSource> page(Run run, String after, int limit) {
    List<ConfiguredDataSource> read = dataSources.page(run.environment(), after, limit);
    Map<String, Instant> last = healths.lastTested(read.stream().map(HealthSubject::id).toList());
    Instant now = clock.instant();
    return new Page<>(
        read.stream()
            .filter(each -> isDue(run, each, Optional.ofNullable(last.get(id(each))), now))
            .toList(),
        read.stream().map(HealthSubject::id).toList());
  }

  /** Who asks for a sweep wants to know how they are now. */
  private boolean isDue(Run run, ConfiguredDataSource source, Optional<Instant> last, Instant now) {
    return gaps.apply(source.dataSource().kind())
        .filter(gap -> run.hurried() || last.stream().noneMatch(at -> at.plus(gap).isAfter(now)))
        .isPresent();
  }

  private static String id(ConfiguredDataSource source) {
    return source.dataSource().id();
  }

  @Override
  public Optional<Tested> look(ConfiguredDataSource source) {
    Instant at = clock.instant();
    return dataSources
        .test(
            new TestRequest.Held(
                source,
                source.config().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().value()))))
        .map(report -> new Tested(source.dataSource(), at, report.result(), report.latency()));
  }

  @Override
  public void conclude(Run run, Page<ConfiguredDataSource> page, List<Tested> seen)
      throws InterruptedException {
    Set<String> tested =
        seen.stream().map(each -> each.dataSource().id()).collect(Collectors.toSet());
    healths
        .record(run.id(), seen, page.read().stream().filter(id -> !tested.contains(id)).toList())
        .forEach(observer::tested);
    parked.reachable(those(seen, TestResult::answered));
    Set<DataSourceRef> refused = those(seen, TestResult.Refused.class::isInstance);
    if (!refused.isEmpty()) {
      int _ = drift.check(secretsOf(refused), binding -> refused.contains(binding.dataSource()));
    }
  }

  @Override
  public void end(Run run) {
    healths.forget(run.environment(), run.id()).forEach(observer::forgotten);
  }

  private Set<SecretRef> secretsOf(Set<DataSourceRef> refused) {
    return bindings.all().stream()
        .filter(binding -> refused.contains(binding.dataSource()))
        .map(Binding::secret)
        .collect(Collectors.toSet());
  }

  private static Set<DataSourceRef> those(List<Tested> seen, Predicate<TestResult> wanted) {
    return seen.stream()
        .filter(each -> wanted.test(each.result()))
        .map(each -> each.dataSource().ref())
        .collect(Collectors.toSet());
  }
}
