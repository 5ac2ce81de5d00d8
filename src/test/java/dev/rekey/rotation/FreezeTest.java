package dev.rekey.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Actor;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.InMemoryDataSources;
import dev.rekey.datasource.Kind;
import dev.rekey.event.RotationEvent;
import dev.rekey.rotation.Journal.Request;
import dev.rekey.rotation.RotationState.Name;
import dev.rekey.rotation.journal.JdbcFreezes;
import dev.rekey.rotation.journal.JdbcJournal;
import dev.rekey.rotation.journal.JdbcRotationLog;
import dev.rekey.rotation.journal.Leases;
import dev.rekey.rotation.journal.Witness;
import dev.rekey.secret.FetchResult;
import dev.rekey.secret.Freshness;
import dev.rekey.secret.Secret;
import dev.rekey.secret.SecretIdentities;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import dev.rekey.secret.SharedFetches;
import dev.rekey.store.MasterKey;
import dev.rekey.store.ValueCipher;
import dev.rekey.testing.ManualClock;
import dev.rekey.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine on SQLite while its environment is frozen, through restarts. */
class FreezeTest {
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
  private static final DataSourceRef ORDERS = new DataSourceRef("default", "orders");
  private static final Binding BINDING =
      new Binding(
          SecretRef.directory("login"),
          ORDERS,
          new TreeMap<>(Map.of("PGPASSWORD", FieldMapping.parse(""))));
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir private Path folder;
  private final ManualClock clock = new ManualClock(NOW);
  private final AtomicInteger fetches = new AtomicInteger();
  private final AtomicInteger events = new AtomicInteger();
  private final TimeOrderedIds ids = new TimeOrderedIds(clock, new Random(1));
  private final ValueCipher cipher = new ValueCipher(MasterKey.generate());
  private final Bindings bindings = new Bindings(List.of(BINDING));
  private final InMemoryDataSources dataSources =
      new InMemoryDataSources(clock, DataSourceRules.DEFAULT, kind -> this::login);
  private volatile String secret = "good-2";
  private volatile Runnable onLogin = () -> {};
  private TestDatabase database;
  private JdbcFreezes freezes;
  private RotationLog log;
  private RotationEngine engine;
  private Recorder recorder;

  @BeforeEach
  void open() {
    database = TestDatabase.sqlite(folder.resolve("frozen.db"));
    freezes = new JdbcFreezes(database.database());
    log = new JdbcRotationLog(database.database());
    dataSources.create(
        ORDERS,
        Kind.POSTGRESQL,
        Map.of(
            "PGHOST", literal("db"),
            "PGDATABASE", literal("orders"),
            "PGUSER", literal("app"),
            "PGPASSWORD", literal("good-1")),
        Actor.client("test"));
    startWorker();
  }

  @AfterEach
  void close() {
    engine.close();
    database.close();
  }

  private void startWorker() {
    JdbcJournal journal =
        new JdbcJournal(database.database(), cipher, Leases.ALONE, ids.get(), ids, Witness.NONE);
    Holds holds = Holds.of(new KnownFreezes(freezes, Duration.ofMillis(20), System::nanoTime));
    RotationObserver observer = RotationObserver.all(List.of());
    engine =
        new RotationEngine(
            journal,
            new RotationMachine(3),
            new RotationSteps(
                bindings::of,
                new SharedFetches(
                    asked -> fetch(),
                    new SecretIdentities(),
                    System::nanoTime,
                    10,
                    Duration.ofMinutes(1)),
                dataSources,
                DataSourceRules.DEFAULT,
                journal),
            new HeldTerms(bindings, new SettleWindows(Map.of()), holds, clock),
            () -> {},
            observer,
            new RotationEngine.Pace(
                clock,
                System::nanoTime,
                wait -> Thread.sleep(10),
                new Jitter(new Random(1)),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1)),
            new RotationEngine.Bounds(4, 100),
            Executors.newVirtualThreadPerTaskExecutor());
    recorder = new Recorder(journal, engine, observer, ids, clock);
    engine.start();
  }

  private void killWorker() {
    engine.close();
  }

  @Test
  void whatIsFrozenWaitsUntouchedAndGoesOnWhenTheFreezeIsLifted() {
    freeze(Optional.empty());
    happens(RotationCause.EVENT);

    RotationRecord waiting = awaitWaiting();

    assertThat(waiting.waitsUntil()).contains(Hold.INDEFINITELY);
    assertThat(waiting.detail())
        .isEqualTo("Waits until it is lifted: frozen by client/ci: Release weekend.");
    assertThat(held()).isEqualTo("good-1");
    assertThat(fetches).hasValue(0);
    assertThat(log.open().oldest()).isEmpty();
    lift();
    assertThat(awaitEnd().state()).isEqualTo(Name.COMMITTED);
    assertThat(held()).isEqualTo("good-2");
  }

  @Test
  void aFreezeEndsByItself() {
    Instant until = NOW.plus(Duration.ofHours(8));
    freeze(Optional.of(until));
    happens(RotationCause.EVENT);
    assertThat(awaitWaiting().waitsUntil()).contains(until);

    clock.advance(Duration.ofHours(8));

    assertThat(awaitEnd().state()).isEqualTo(Name.COMMITTED);
  }

  @Test
  void whatWaitedCarriesTheVersionThatIsCurrentInTheEnd() {
    freeze(Optional.empty());
    happens(RotationCause.EVENT);
    String first = awaitWaiting().id();
    secret = "good-3";
    happens(RotationCause.EVENT);
    lift();

    assertThat(awaitEnd().id()).isEqualTo(first);
    assertThat(held()).isEqualTo("good-3");
    assertThat(rotations()).hasSize(1);
    assertThat(fetches).hasValue(1);
  }

  @Test
  void aPersonWhoTriggersWaitsAndOneWhoOverridesDoesNot() {
    freeze(Optional.empty());
    happens(RotationCause.EVENT);
    happens(RotationCause.TRIGGER);
    awaitWaiting();

    happens(RotationCause.OVERRIDE);

    assertThat(awaitEnd().state()).isEqualTo(Name.COMMITTED);
    assertThat(freezes.of("default", NOW)).isPresent();
  }

  @Test
  void aRollbackIsNotHeldUp() {
    secret = "bad";
    onLogin = () -> freeze(Optional.empty());
    happens(RotationCause.EVENT);

    assertThat(awaitEnd().state()).isEqualTo(Name.ROLLED_BACK);
    assertThat(held()).isEqualTo("good-1");
  }

  @Test
  void aRestartWhileFrozenLosesNothingAndBeginsNothing() {
    freeze(Optional.empty());
    happens(RotationCause.EVENT);
    String id = awaitWaiting().id();
    killWorker();
    startWorker();
    killWorker();
    assertThat(rotations()).extracting(RotationRecord::id).containsExactly(id);
    assertThat(held()).isEqualTo("good-1");
    lift();

    startWorker();

    assertThat(awaitEnd().state()).isEqualTo(Name.COMMITTED);
    assertThat(held()).isEqualTo("good-2");
  }

  @Test
  void anotherEnvironmentGoesOn() {
    freezes.set(
        new Freeze(Optional.of("other"), "elsewhere", Optional.empty(), Actor.client("ci"), NOW));
    happens(RotationCause.EVENT);

    assertThat(awaitEnd().state()).isEqualTo(Name.COMMITTED);
  }

  private void happens(RotationCause cause) {
    String event = "e" + events.incrementAndGet();
    var _ =
        recorder.record(
            List.of(
                new Request(
                    Rotation.queued(ids.get(), BINDING, event, cause, clock.instant()),
                    "test",
                    new RotationEvent(event, "rotated", BINDING.secret(), Optional.empty()))),
            List.of(),
            Freshness.since(System.nanoTime()));
  }

  /** And lets the time pass after which every worker knows of it. */
  private void freeze(Optional<Instant> until) {
    freezes.set(
        new Freeze(
            Optional.empty(), "Release weekend", until, Actor.client("ci"), clock.instant()));
    clock.advance(Duration.ofSeconds(4));
  }

  private void lift() {
    freezes.lift(Optional.empty(), clock.instant());
    clock.advance(Duration.ofSeconds(4));
  }

  private RotationRecord awaitWaiting() {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> rotations().getFirst(),
            newest -> newest.waitsUntil().filter(clock.instant()::isBefore).isPresent());
  }

  private RotationRecord awaitEnd() {
    return await()
        .atMost(PATIENCE)
        .until(() -> rotations().getFirst(), newest -> newest.state().isFinal());
  }

  private List<RotationRecord> rotations() {
    return log.list(
        new RotationLog.Query(
            "default", Optional.empty(), Optional.empty(), Optional.empty(), 100));
  }

  private FetchResult fetch() {
    fetches.incrementAndGet();
    return new FetchResult.Found(new SecretVersion("v-" + secret), Secret.of(secret));
  }

  private TestResult login(Map<String, Secret> config, Duration deadline) {
    onLogin.run();
    return text(config.get("PGPASSWORD")).startsWith("good")
        ? new TestResult.Passed("fine")
        : new TestResult.Refused("28P01");
  }

  private String held() {
    ConfigValue value = dataSources.find(ORDERS).orElseThrow().config().get("PGPASSWORD").value();
    return text(((ConfigValue.Literal) value).value());
  }

  private static String text(Secret value) {
    return new String(value.reveal(), StandardCharsets.UTF_8);
  }

  private static ConfigValue literal(String value) {
    return new ConfigValue.Literal(Secret.of(value));
  }
}
