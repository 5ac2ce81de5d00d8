package dev.rekey.bench;

import dev.rekey.connector.Connector;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.postgresql.PostgresqlConnector;
import dev.rekey.connector.support.AwsTokens;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.datasource.Actor;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.Kind;
import dev.rekey.datasource.TestSlots;
import dev.rekey.datasource.registry.ConnectionTests;
import dev.rekey.datasource.registry.Registry;
import dev.rekey.rotation.Bindings;
import dev.rekey.rotation.InMemoryJournal;
import dev.rekey.rotation.MissedVersions;
import dev.rekey.rotation.Recorder;
import dev.rekey.rotation.Rotation;
import dev.rekey.rotation.RotationDriver;
import dev.rekey.rotation.RotationObserver;
import dev.rekey.secret.FetchResult;
import dev.rekey.secret.Freshness;
import dev.rekey.secret.Secret;
import dev.rekey.store.Database;
import dev.rekey.store.MasterKey;
import dev.rekey.store.ValueCipher;
import dev.rekey.sweep.DriftCheck;
import dev.rekey.sweep.Schedule;
import dev.rekey.sweep.SweepKind;
import dev.rekey.sweep.SweepObserver;
import dev.rekey.sweep.SweepPlan;
import dev.rekey.sweep.Sweeper;
import dev.rekey.sweep.Sweepers;
import dev.rekey.sweep.journal.JdbcHealths;
import dev.rekey.sweep.journal.JdbcSweepLog;
import dev.rekey.sweep.journal.SweepLeases;
import dev.rekey.testing.Concurrently;
import dev.rekey.testing.PostgresServer;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many data sources on a real PostgreSQL, a sweep over them, and a bare loop that connects and
 * selects 1 with the same concurrency. The store is on the same server.
 */
final class SweepRig implements AutoCloseable {
  private static final String ENVIRONMENT = "default";
  private static final String USER = "swept";
  private static final String PASSWORD = "swept-password";
  static final int CONCURRENCY = 16;
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final PostgresServer server = PostgresServer.shared();
  private final AtomicInteger testing = new AtomicInteger();
  private final AtomicInteger mostTesting = new AtomicInteger();
  private final JdbcSweepLog log;
  private final Sweeper sweeper;
  private final int sources;

  SweepRig(Database database, int sources) {
    this.sources = sources;
    server.createRole(USER, PASSWORD);
    server.createDatabase(USER, USER);
    Connector connector =
        counted(
            new PostgresqlConnector(
                new Egress(InetAddress::getAllByName, true, true), new NoTokens()));
    Registry registry =
        new Registry(
            database,
            new ValueCipher(MasterKey.generate()),
            DataSourceRules.DEFAULT,
            new ConnectionTests(
                kind -> connector, new TestSlots(64, kind -> 32), DEADLINE, System::nanoTime),
            InstantSource.system(),
            () -> UUID.randomUUID().toString(),
            (connection, fence) -> true);
    create(registry);
    this.log = new JdbcSweepLog(database, new SweepLeases(Optional.of(DEADLINE)), "bench");
    this.sweeper = sweeper(database, registry);
  }

  /** How many were tested at one time at most since it was last asked. */
  int mostAtOnce() {
    return mostTesting.getAndSet(0);
  }

  @Override
  public void close() {
    sweeper.close();
  }

  /** Nothing is rotated here. */
  private static final class Nobody implements RotationDriver {
    @Override
    public void awaitRoom() {}

    @Override
    public Freshness now() {
      return Freshness.since(0);
    }

    @Override
    public void submit(Rotation rotation, Freshness fresh) {
      throw new IllegalStateException("nothing is bound");
    }
  }

  /** Nobody logs in by a token here. */
  private static final class NoTokens implements AwsTokens {
    @Override
    public Made rds(Endpoint at, String user, String region, Optional<String> roleArn) {
      throw new IllegalStateException("a token is not needed");
    }

    @Override
    public Made msk(String region, Optional<String> roleArn) {
      throw new IllegalStateException("a token is not needed");
    }
  }

  void bareLoop() {
    AtomicInteger next = new AtomicInteger();
    Concurrently.times(
        CONCURRENCY,
        thread -> {
          while (next.getAndIncrement() < sources) {
            BarePostgres.selectOne(server.jdbcUrl(USER), USER, PASSWORD);
          }
          return thread;
        });
  }

  void sweep() {
    boolean _ = log.ask(SweepKind.HEALTH, ENVIRONMENT);
    sweeper.tick();
    long done = log.status(SweepKind.HEALTH, ENVIRONMENT).done();
    if (done != sources) {
      throw new IllegalStateException("swept " + done + " of " + sources);
    }
  }

  private Connector counted(Connector connector) {
    return (config, deadline) -> {
      mostTesting.accumulateAndGet(testing.incrementAndGet(), Math::max);
      try {
        TestResult result = connector.test(config, deadline);
        if (!(result instanceof TestResult.Passed)) {
          throw new IllegalStateException(result.message());
        }
        return result;
      } finally {
        testing.decrementAndGet();
      }
    };
  }

  private void create(Registry registry) {
    Map<String, ConfigValue> config =
        Map.of(
            "PGHOST", literal("127.0.0.1"),
            "PGPORT", literal(String.valueOf(server.port())),
            "PGDATABASE", literal(USER),
            "PGUSER", literal(USER),
            "PGSSLMODE", literal("disable"),
            "PGPASSWORD", literal(PASSWORD));
    AtomicInteger next = new AtomicInteger();
    Concurrently.times(
        8,
        thread -> {
          for (int i = next.getAndIncrement(); i < sources; i = next.getAndIncrement()) {
            registry.create(
                new DataSourceRef(ENVIRONMENT, "source_" + i),
                Kind.POSTGRESQL,
                config,
                Actor.client("bench"));
          }
          return thread;
        });
  }

  private static ConfigValue literal(String value) {
    return new ConfigValue.Literal(Secret.of(value));
  }

  private Sweeper sweeper(Database database, Registry registry) {
    Bindings bindings = new Bindings(List.of());
    InMemoryJournal journal = new InMemoryJournal();
    InstantSource clock = InstantSource.system();
    DriftCheck drift =
        new DriftCheck(
            secret -> new FetchResult.Missing("There is none."),
            new MissedVersions(
                bindings,
                journal,
                new Recorder(
                    journal,
                    new Nobody(),
                    RotationObserver.all(List.of()),
                    () -> UUID.randomUUID().toString(),
                    clock)),
            registry);
    Sweeper.Pace pace =
        new Sweeper.Pace(
            clock,
            Thread::sleep,
            new Random(1),
            () -> UUID.randomUUID().toString(),
            Duration.ofSeconds(5),
            Duration.ofMinutes(1));
    return new Sweepers(log, SweepObserver.all(List.of()), pace)
        .health(
            List.of(new SweepPlan(ENVIRONMENT, Schedule.NEVER, Duration.ZERO, 0)),
            registry,
            new JdbcHealths(database),
            bindings,
            drift,
            answering -> {},
            kind -> Optional.of(Duration.ZERO),
            CONCURRENCY);
  }
}
