package dev.rekey.sweep;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Actor;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.InMemoryDataSources;
import dev.rekey.datasource.Kind;
import dev.rekey.rotation.Binding;
import dev.rekey.rotation.Bindings;
import dev.rekey.rotation.FieldMapping;
import dev.rekey.rotation.InMemoryJournal;
import dev.rekey.rotation.Jitter;
import dev.rekey.rotation.MissedVersions;
import dev.rekey.rotation.Recorder;
import dev.rekey.rotation.RotationEngine;
import dev.rekey.rotation.RotationLog;
import dev.rekey.rotation.RotationMachine;
import dev.rekey.rotation.RotationObserver;
import dev.rekey.rotation.RotationRecord;
import dev.rekey.rotation.RotationSteps;
import dev.rekey.rotation.SettleWindows;
import dev.rekey.rotation.TimeOrderedIds;
import dev.rekey.secret.FetchResult;
import dev.rekey.secret.Secret;
import dev.rekey.secret.SecretIdentities;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretStore;
import dev.rekey.secret.SecretVersion;
import dev.rekey.secret.SharedFetches;
import dev.rekey.secret.VersionResult;
import dev.rekey.store.Database;
import dev.rekey.sweep.journal.JdbcHealths;
import dev.rekey.sweep.journal.JdbcSweepLog;
import dev.rekey.sweep.journal.SweepLeases;
import dev.rekey.testing.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Sweepers of several workers over data sources in memory, whose runs and findings are in a
 * database. A secret {@code s} feeds the data source {@code s}; what it holds begins with {@code
 * good} or is refused. Time passes when a sweep waits.
 */
final class SweepRig implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-30T12:00:00Z");
  static final String ENVIRONMENT = "default";
  static final Duration EVERY = Duration.ofMinutes(15);

  final ManualClock clock = new ManualClock(START);
  final RecordingSweepObserver observer = new RecordingSweepObserver();
  final AtomicInteger metadataCalls = new AtomicInteger();
  final AtomicInteger fetches = new AtomicInteger();
  final AtomicInteger tests = new AtomicInteger();
  final InMemoryJournal journal = new InMemoryJournal();
  final InMemoryDataSources dataSources =
      new InMemoryDataSources(clock, DataSourceRules.DEFAULT, kind -> this::test);
  volatile Function<String, Optional<TestResult>> outage = name -> Optional.empty();
  volatile Runnable onTest = () -> {};
  private final Map<String, String> secrets = new ConcurrentHashMap<>();
  private final Map<String, Integer> versions = new ConcurrentHashMap<>();
  private final TimeOrderedIds ids = new TimeOrderedIds(clock, new Random(1));
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Database database;
  private final Bindings bindings;
  private final RotationEngine engine;
  private final DriftCheck drift;

  /**
   * @param sources how many data sources there are, each bound to a secret
   */
  SweepRig(Database database, int sources) {
    this.database = database;
    List<String> names = IntStream.range(0, sources).mapToObj("s%04d"::formatted).toList();
    names.forEach(this::create);
    this.bindings = new Bindings(names.stream().map(SweepRig::binding).toList());
    SecretStore store = new Store();
    this.engine =
        new RotationEngine(
            journal,
            new RotationMachine(2),
            new RotationSteps(
                bindings::of,
                new SharedFetches(
                    store, new SecretIdentities(), System::nanoTime, 1000, Duration.ofMinutes(5)),
                dataSources,
                DataSourceRules.DEFAULT,
                journal),
            rotation -> bindings.terms(rotation, new SettleWindows(Map.of())),
            () -> {},
            RotationObserver.all(List.of()),
            new RotationEngine.Pace(
                clock,
                System::nanoTime,
                SweepRig::restForLong,
                new Jitter(new Random(1)),
                Duration.ofHours(1),
                Duration.ofSeconds(1)),
            new RotationEngine.Bounds(8, 10_000),
            Executors.newVirtualThreadPerTaskExecutor());
    parts.push(engine);
    Recorder recorder = new Recorder(journal, engine, RotationObserver.all(List.of()), ids, clock);
    this.drift =
        new DriftCheck(store, new MissedVersions(bindings, journal, recorder), dataSources);
  }

  /** Short waits are not waited for; what is parked, and the next take-up, is for ever away. */
  private static void restForLong(Duration wait) throws InterruptedException {
    if (wait.compareTo(Duration.ofSeconds(5)) >= 0) {
      new CountDownLatch(1).await();
    }
  }

  private void create(String name) {
    secrets.put(name, "good-0");
    versions.put(name, 0);
    Map<String, ConfigValue> config =
        Map.of(
            "PGHOST", literal(name),
            "PGDATABASE", literal("d"),
            "PGUSER", literal("u"),
            "PGPASSWORD", literal("good-0"));
    dataSources.create(
        new DataSourceRef(ENVIRONMENT, name), Kind.POSTGRESQL, config, Actor.client("test"));
  }

  private static Binding binding(String name) {
    return new Binding(
        SecretRef.directory(name),
        new DataSourceRef(ENVIRONMENT, name),
        new TreeMap<>(Map.of("PGPASSWORD", FieldMapping.parse(""))));
  }

  private static ConfigValue literal(String value) {
    return new ConfigValue.Literal(Secret.of(value));
  }

  /** Gives a secret another value, and tells nobody. */
  void rotate(String name, String value) {
    secrets.put(name, value);
    versions.merge(name, 1, Integer::sum);
  }

  private final class Store implements SecretStore {
    @Override
    public FetchResult fetch(SecretRef secret) {
      fetches.incrementAndGet();
      return new FetchResult.Found(version(secret), Secret.of(secrets.get(secret.name())));
    }

    @Override
    public VersionResult currentVersion(SecretRef secret) {
      metadataCalls.incrementAndGet();
      return new VersionResult.Current(version(secret));
    }

    private SecretVersion version(SecretRef secret) {
      return new SecretVersion("v" + versions.get(secret.name()));
    }
  }

  private TestResult test(Map<String, Secret> config, Duration deadline) {
    tests.incrementAndGet();
    onTest.run();
    return outage
        .apply(text(config.get("PGHOST")))
        .orElseGet(
            () ->
                text(config.get("PGPASSWORD")).startsWith("good")
                    ? new TestResult.Passed("fine")
                    : new TestResult.Refused("28P01"));
  }

  private static String text(Secret secret) {
    return new String(secret.reveal(), StandardCharsets.UTF_8);
  }

  /** The sweeper of one worker. */
  Sweeper health(String worker, SweepLeases leases, double spread) {
    return kept(
        sweepers(worker, leases)
            .health(
                List.of(plan(Schedule.every(EVERY), spread)),
                dataSources,
                new JdbcHealths(database),
                bindings,
                drift,
                engine,
                kind -> Optional.of(Duration.ZERO),
                4));
  }

  Sweeper drift(String worker) {
    return kept(
        sweepers(worker, SweepLeases.ALONE)
            .drift(List.of(plan(Schedule.every(Duration.ofHours(1)), 0)), bindings, drift, 4));
  }

  private Sweepers sweepers(String worker, SweepLeases leases) {
    return new Sweepers(
        new JdbcSweepLog(database, leases, worker),
        observer,
        new Sweeper.Pace(
            clock,
            clock::advance,
            new Random(1),
            ids,
            Duration.ofMillis(200),
            Duration.ofMinutes(1)));
  }

  private static SweepPlan plan(Schedule schedule, double spread) {
    return new SweepPlan(ENVIRONMENT, schedule, Duration.ZERO, spread);
  }

  private Sweeper kept(Sweeper sweeper) {
    parts.push(sweeper);
    return sweeper;
  }

  JdbcSweepLog log(String worker) {
    return new JdbcSweepLog(database, SweepLeases.ALONE, worker);
  }

  HealthLog healths() {
    return new JdbcHealths(database);
  }

  Health health(String name) {
    return healths()
        .list(
            new HealthLog.Query(
                ENVIRONMENT, Optional.of(name), Optional.empty(), Optional.empty(), 1))
        .getFirst()
        .health();
  }

  List<RotationRecord> rotations() {
    return journal
        .log()
        .list(
            new RotationLog.Query(
                ENVIRONMENT, Optional.empty(), Optional.empty(), Optional.empty(), 10_000));
  }

  String held(String name) {
    ConfigValue value =
        dataSources
            .find(new DataSourceRef(ENVIRONMENT, name))
            .orElseThrow()
            .config()
            .get("PGPASSWORD")
            .value();
    return text(((ConfigValue.Literal) value).value());
  }

  @Override
  public void close() {
    try {
      while (!parts.isEmpty()) {
        parts.pop().close();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
