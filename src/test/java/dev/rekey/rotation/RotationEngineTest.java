package dev.rekey.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Actor;
import dev.rekey.datasource.AuditEntry;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.DataSources.SwapPolicy;
import dev.rekey.datasource.Fence;
import dev.rekey.datasource.InMemoryDataSources;
import dev.rekey.datasource.Kind;
import dev.rekey.event.Delivery;
import dev.rekey.event.Notice;
import dev.rekey.event.RotationEvent;
import dev.rekey.rotation.RotationState.Name;
import dev.rekey.secret.FetchResult;
import dev.rekey.secret.Secret;
import dev.rekey.secret.SecretIdentities;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import dev.rekey.secret.SharedFetches;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Intake, machine, steps and engine together, over ports in memory. */
class RotationEngineTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final SecretRef SECRET = SecretRef.directory("orders");
  private static final DataSourceRef ORDERS = new DataSourceRef("default", "orders");
  private static final Duration BETWEEN_TAKE_UPS = Duration.ofHours(1);
  private static final Map<String, ConfigValue> CONFIG =
      Map.of(
          "PGHOST", literal("db"),
          "PGDATABASE", literal("orders"),
          "PGUSER", literal("app"),
          "PGPASSWORD", literal("good-1"));

  private final InstantSource clock = InstantSource.fixed(NOW);
  private final InMemoryJournal journal = new InMemoryJournal();
  private final InMemoryDataSources dataSources =
      new InMemoryDataSources(clock, DataSourceRules.DEFAULT, kind -> this::login, this::holds);
  private final TimeOrderedIds ids = new TimeOrderedIds(clock, new Random(1));
  private final ConcurrentLinkedQueue<FetchResult> answers = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Duration> waits = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<RuntimeException> broken = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<RotationObserver.Outcome> outcomes =
      new ConcurrentLinkedQueue<>();
  private final AtomicInteger logins = new AtomicInteger();
  private volatile FetchResult current = found("good-1", "v1");
  private volatile Optional<TestResult> outage = Optional.empty();
  private volatile Optional<RuntimeException> breaks = Optional.empty();
  private volatile Runnable onFetch = () -> {};
  private volatile Runnable onLogin = () -> {};
  private volatile Runnable onSleep = () -> {};
  private volatile Runnable afterFind = () -> {};
  private volatile Consumer<Rotation> onMove = rotation -> {};
  private Supplier<ExecutorService> executor = Executors::newVirtualThreadPerTaskExecutor;
  private RotationEngine engine;
  private RotationIntake intake;

  @BeforeEach
  void start() {
    dataSources.create(ORDERS, Kind.POSTGRESQL, CONFIG, Actor.client("test"));
    TreeMap<String, FieldMapping> keys = new TreeMap<>();
    keys.put("PGPASSWORD", FieldMapping.parse(""));
    start(new Binding(SECRET, ORDERS, keys));
  }

  private void start(Binding... bound) {
    Bindings bindings = new Bindings(List.of(bound));
    SettleWindows windows = new SettleWindows(Map.of());
    RotationObserver observer =
        new RotationObserver() {
          @Override
          public void received(Delivery delivery) {}

          @Override
          public void processed(Delivery delivery, Outcome outcome) {
            outcomes.add(outcome);
          }

          @Override
          public void moved(Rotation rotation) {
            onMove.accept(rotation);
          }

          @Override
          public void broke(Rotation rotation, RuntimeException cause) {
            broken.add(cause);
          }

          @Override
          public void storeFailed(RuntimeException cause) {
            broken.add(cause);
          }
        };
    engine =
        new RotationEngine(
            told(journal),
            new RotationMachine(3),
            new RotationSteps(
                bindings::of,
                new SharedFetches(
                    secret -> fetch(),
                    new SecretIdentities(),
                    System::nanoTime,
                    10,
                    Duration.ofMinutes(1)),
                dataSources,
                DataSourceRules.DEFAULT,
                journal),
            rotation -> bindings.terms(rotation, windows),
            () -> {},
            observer,
            new RotationEngine.Pace(
                clock,
                System::nanoTime,
                this::sleep,
                new Jitter(new Random(1)),
                BETWEEN_TAKE_UPS,
                Duration.ofSeconds(5)),
            new RotationEngine.Bounds(8, 100),
            executor.get());
    Recorder recorder = new Recorder(journal, engine, observer, ids, clock);
    intake =
        new RotationIntake(
            bindings, recorder, new Notices(bindings, journal, dataSources), observer);
  }

  /** The same journal, which says when a rotation has been looked up. */
  private Journal told(Journal journal) {
    return (Journal)
        Proxy.newProxyInstance(
            Journal.class.getClassLoader(),
            new Class<?>[] {Journal.class},
            (proxy, method, arguments) -> {
              Object result = method.invoke(journal, arguments);
              if (method.getName().equals("find")) {
                afterFind.run();
              }
              return result;
            });
  }

  /** Waits are not waited for, but for the one between two looks for what nobody drives. */
  private void sleep(Duration wait) throws InterruptedException {
    if (wait.compareTo(BETWEEN_TAKE_UPS) >= 0) {
      new CountDownLatch(1).await();
    }
    waits.add(wait);
    onSleep.run();
  }

  private boolean holds(Fence fence) {
    return journal
        .find(fence.rotationId())
        .filter(rotation -> rotation.claimed() && rotation.sequence() == fence.sequence())
        .isPresent();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @Test
  void aGoodSecretIsCommittedAndOnlyItsKeyIsWritten() {
    current = found("good-2", "v2");

    intake.accept(List.of(event("e1")));

    RotationRecord ended = ended(1).getFirst();
    assertThat(ended.state()).isEqualTo(Name.COMMITTED);
    assertThat(ended.keys()).containsExactly("PGPASSWORD");
    assertThat(held()).isEqualTo("good-2");
    assertThat(writes()).extracting(AuditEntry::keys).containsExactly(List.of("PGPASSWORD"));
  }

  @Test
  void userAndPasswordOfABindingWithoutKeysAreWrittenAtOnce() {
    stop();
    start(new Binding(SECRET, ORDERS, new TreeMap<>()));
    current = found("{\"username\":\"app2\",\"password\":\"good-2\",\"host\":\"x\"}", "v2");

    intake.accept(List.of(event("e1")));

    RotationRecord ended = ended(1).getFirst();
    assertThat(ended.state()).isEqualTo(Name.COMMITTED);
    assertThat(ended.keys()).containsExactly("PGPASSWORD", "PGUSER");
    assertThat(held()).isEqualTo("good-2");
    assertThat(writes())
        .extracting(AuditEntry::keys)
        .containsExactly(List.of("PGPASSWORD", "PGUSER"));
  }

  @Test
  void aRefusedSecretIsRolledBackAndThePreviousOneWorks() {
    current = found("bad-2", "v2");

    intake.accept(List.of(event("e1")));

    RotationRecord ended = ended(1).getFirst();
    assertThat(ended.state()).isEqualTo(Name.ROLLED_BACK);
    assertThat(ended.detail()).contains("28P01").contains("pass the test");
    assertThat(held()).isEqualTo("good-1");
  }

  @Test
  void aVersionThatWasRolledBackIsNotTriedAgainByAFurtherEvent() {
    current = found("bad-2", "v2");
    intake.accept(List.of(event("e1")));
    ended(1);
    int before = logins.get();

    intake.accept(List.of(event("e1"), event("e2")));

    assertThat(ended(2))
        .extracting(RotationRecord::state)
        .containsExactlyInAnyOrder(Name.ROLLED_BACK, Name.UNCHANGED);
    assertThat(logins).hasValue(before);
    assertThat(held()).isEqualTo("good-1");
  }

  @Test
  void aNewerVersionIsTriedAfterARollback() {
    current = found("bad-2", "v2");
    intake.accept(List.of(event("e1")));
    ended(1);
    current = found("good-3", "v3");

    intake.accept(List.of(event("e2")));

    ended(2);
    assertThat(held()).isEqualTo("good-3");
  }

  @Test
  void anUnboundSecretIsNeitherFetchedNorJournalled() {
    RotationEvent foreign =
        new RotationEvent("e1", "rotated", SecretRef.directory("other"), Optional.empty());

    intake.accept(List.of(new Delivery("kafka", "t/0@1", new Delivery.Decoded(foreign))));

    assertThat(journal.open()).isEmpty();
    assertThat(rotations()).isEmpty();
  }

  @Test
  void aStoreThatIsAwayIsAskedAgainWithGrowingWaits() {
    answers.add(new FetchResult.Unavailable("away"));
    answers.add(new FetchResult.Unavailable("away"));
    current = found("good-2", "v2");

    intake.accept(List.of(event("e1")));

    assertThat(ended(1).getFirst().state()).isEqualTo(Name.COMMITTED);
    assertThat(waits.stream().filter(wait -> !wait.isZero()).toList()).hasSize(2);
  }

  static List<FetchResult> refusalsOfTheStore() {
    return List.of(
        new FetchResult.Missing("db is scheduled for deletion"),
        new FetchResult.Denied("secretsmanager:GetSecretValue on db is missing"),
        new FetchResult.Throttled("slowly", Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("refusalsOfTheStore")
  void whatTheStoreRefusesIsWaitedForUntilItIsMended(FetchResult refusal) {
    answers.add(refusal);
    answers.add(refusal);
    current = found("good-2", "v2");
    List<String> details = new CopyOnWriteArrayList<>();
    onMove = rotation -> details.add(rotation.state().detail());

    intake.accept(List.of(event("e1")));

    assertThat(ended(1).getFirst().state()).isEqualTo(Name.COMMITTED);
    assertThat(details).contains(((FetchResult.Failed) refusal).reason());
  }

  @Test
  void newsWithoutARotationIsToldOfAndChangesNothing() {
    intake.accept(
        List.of(
            new Delivery(
                "sqs",
                "q/1",
                new Delivery.Noted(
                    new Notice(
                        "delete-secret",
                        SECRET,
                        Optional.empty(),
                        Notice.Weight.ALERT,
                        "It was deleted."))),
            new Delivery("sqs", "q/2", new Delivery.Ignored("foreign"))));

    assertThat(outcomes)
        .containsExactlyInAnyOrder(
            RotationObserver.Outcome.ALERTED, RotationObserver.Outcome.IGNORED);
    assertThat(rotations()).isEmpty();
  }

  @Test
  void anOutageThatStaysIsRolledBackAndTriedAgainWhenItIsOver() {
    current = found("good-2", "v2");
    outage = Optional.of(new TestResult.Unreachable("nobody there"));
    List<String> heldWhileParked = new CopyOnWriteArrayList<>();
    onMove =
        rotation -> {
          if (rotation.state() instanceof RotationState.Parked parked) {
            heldWhileParked.add(held());
            outage = parked.attempt() < 2 ? outage : Optional.empty();
          }
        };

    intake.accept(List.of(event("e1")));

    assertThat(ended(1).getFirst().state()).isEqualTo(Name.COMMITTED);
    assertThat(heldWhileParked).containsExactly("good-1", "good-1", "good-1");
    assertThat(held()).isEqualTo("good-2");
  }

  @Test
  void aRotationThatIsParkedAgainIsWatchedHoweverSoonTheNextWatchBegins() {
    stop();
    executor = NewestFirst::new;
    start(new Binding(SECRET, ORDERS, new TreeMap<>(Map.of("PGPASSWORD", FieldMapping.parse("")))));
    current = found("good-2", "v2");
    outage = Optional.of(new TestResult.Unreachable("nobody there"));
    onMove =
        rotation -> {
          if (rotation.state() instanceof RotationState.Parked parked && parked.attempt() == 2) {
            outage = Optional.empty();
          }
        };

    intake.accept(List.of(event("e1")));

    assertThat(ended(1).getFirst().state()).isEqualTo(Name.COMMITTED);
  }

  @Test
  void aRotationThatIsParkedWhileItsWatchEndsIsWatchedOn() {
    stop();
    NewestFirst threads = new NewestFirst();
    executor = () -> threads;
    start(new Binding(SECRET, ORDERS, new TreeMap<>(Map.of("PGPASSWORD", FieldMapping.parse("")))));
    current = found("good-2", "v2");
    outage = Optional.of(new TestResult.Unreachable("nobody there"));
    CountDownLatch watchMayLook = new CountDownLatch(1);
    CountDownLatch mayParkAgain = new CountDownLatch(1);
    AtomicReference<Thread> watch = new AtomicReference<>();
    onSleep =
        () -> {
          if (stateNow() == Name.PARKED && watch.compareAndSet(null, Thread.currentThread())) {
            hold(watchMayLook);
          }
        };
    intake.accept(List.of(event("e1")));
    await().until(() -> watch.get() != null);
    outage = Optional.empty();
    onMove =
        rotation -> {
          if (rotation.state() instanceof RotationState.Applied && mayParkAgain.getCount() == 1) {
            outage = Optional.of(new TestResult.Unreachable("gone again"));
            watchMayLook.countDown();
            hold(mayParkAgain);
          } else if (rotation.state() instanceof RotationState.Parked) {
            outage = Optional.empty();
          }
        };
    afterFind =
        () -> {
          if (Thread.currentThread().equals(watch.get())) {
            afterFind = () -> {};
            mayParkAgain.countDown();
            // The watch, and who handed over to it: the one that parked it again is done.
            await().until(() -> threads.getActiveCount() == 2);
          }
        };

    engine.reachable(List.of(ORDERS));

    assertThat(ended(1).getFirst().state()).isEqualTo(Name.COMMITTED);
  }

  private Name stateNow() {
    return journal.open().getFirst().state().name();
  }

  private static void hold(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A task that hands over another one goes on only when that has come to its end. */
  private static final class NewestFirst extends ThreadPoolExecutor {
    private final Set<Thread> own = ConcurrentHashMap.newKeySet();

    private NewestFirst() {
      super(0, 100, 1, TimeUnit.MINUTES, new SynchronousQueue<>());
    }

    @Override
    public void execute(Runnable task) {
      CountDownLatch done = new CountDownLatch(1);
      super.execute(
          () -> {
            own.add(Thread.currentThread());
            task.run();
            done.countDown();
          });
      if (own.contains(Thread.currentThread())) {
        hold(done);
      }
    }
  }

  @Test
  void aNewCredentialThatSettlesInTimeIsCommitted() {
    current = found("good-2", "v2");
    outage = Optional.of(new TestResult.Refused("28P01"));
    onMove =
        rotation -> {
          if (rotation.state() instanceof RotationState.Verifying) {
            outage = Optional.empty();
          }
        };

    intake.accept(List.of(event("e1")));

    assertThat(ended(1).getFirst().state()).isEqualTo(Name.COMMITTED);
    assertThat(logins).hasValue(2);
  }

  @Test
  void whenThePreviousCredentialIsDeadTooTheNewOneStays() {
    current = found("bad-2", "v2");
    outage = Optional.of(new TestResult.Refused("28P01"));

    intake.accept(List.of(event("e1")));

    RotationRecord ended = ended(1).getFirst();
    assertThat(ended.state()).isEqualTo(Name.FAILED);
    assertThat(ended.detail()).contains("do not pass either").contains("publish the secret again");
    assertThat(held()).isEqualTo("bad-2");
  }

  @Test
  void withAPreflightARefusedCredentialNeverReachesTheDataSource() {
    engine.close();
    TreeMap<String, FieldMapping> keys = new TreeMap<>();
    keys.put("PGPASSWORD", FieldMapping.parse(""));
    start(
        new Binding(
            SECRET, ORDERS, keys, Optional.of(Duration.ZERO), true, Terms.OnFailure.DEFAULT));
    current = found("bad-2", "v2");

    intake.accept(List.of(event("e1")));

    assertThat(ended(1).getFirst().state()).isEqualTo(Name.REJECTED);
    assertThat(held()).isEqualTo("good-1");
    assertThat(writes()).isEmpty();
  }

  @Test
  void oneSecretThatFeedsManyDataSourcesIsFetchedOnce() {
    engine.close();
    List<Binding> bound = new ArrayList<>();
    TreeMap<String, FieldMapping> keys = new TreeMap<>();
    keys.put("PGPASSWORD", FieldMapping.parse(""));
    for (int i = 0; i < 200; i++) {
      DataSourceRef ref = new DataSourceRef("default", "fan_out_" + i);
      dataSources.create(ref, Kind.POSTGRESQL, CONFIG, Actor.client("test"));
      bound.add(new Binding(SECRET, ref, keys));
    }
    start(bound.toArray(Binding[]::new));
    AtomicInteger fetches = new AtomicInteger();
    onFetch = fetches::incrementAndGet;
    current = found("good-2", "v2");

    intake.accept(List.of(event("e1")));

    await().atMost(Duration.ofSeconds(10)).until(() -> journal.open().isEmpty());
    assertThat(
            journal
                .log()
                .list(
                    new RotationLog.Query(
                        "default",
                        Optional.empty(),
                        Optional.of(Name.COMMITTED),
                        Optional.empty(),
                        1000)))
        .hasSize(200);
    assertThat(fetches).hasValue(1);
  }

  @Test
  void newsDuringAPreflightSupersedeItBeforeAnythingIsWritten() {
    engine.close();
    TreeMap<String, FieldMapping> keys = new TreeMap<>();
    keys.put("PGPASSWORD", FieldMapping.parse(""));
    start(new Binding(SECRET, ORDERS, keys, Optional.empty(), true, Terms.OnFailure.DEFAULT));
    current = found("good-2", "v2");
    AtomicBoolean once = new AtomicBoolean(true);
    onLogin =
        () -> {
          if (once.getAndSet(false)) {
            current = found("good-3", "v3");
            intake.accept(List.of(event("e2")));
          }
        };

    intake.accept(List.of(event("e1")));

    assertThat(ended(2))
        .extracting(RotationRecord::state)
        .containsExactlyInAnyOrder(Name.SUPERSEDED, Name.COMMITTED);
    assertThat(held()).isEqualTo("good-3");
    assertThat(writes()).as("the superseded one wrote nothing").hasSize(1);
  }

  @Test
  void anEventDuringAPlanJoinsItAndMakesItPlanAgain() {
    current = found("good-2", "v2");
    AtomicInteger fetches = new AtomicInteger();
    onFetch =
        () -> {
          if (fetches.incrementAndGet() == 1) {
            intake.accept(List.of(event("e2")));
          }
        };

    intake.accept(List.of(event("e1")));

    assertThat(ended(1).getFirst().state()).isEqualTo(Name.COMMITTED);
    assertThat(fetches).hasValue(2);
    assertThat(writes()).hasSize(1);
  }

  @Test
  void manyEventsForOneSecretMakeTwoRotationsAtMost() {
    current = found("good-2", "v2");
    AtomicBoolean once = new AtomicBoolean(true);
    onMove =
        rotation -> {
          if (rotation.state() instanceof RotationState.Applied && once.getAndSet(false)) {
            current = found("good-3", "v3");
            IntStream.range(0, 499).forEach(i -> intake.accept(List.of(event("more-" + i))));
          }
        };

    intake.accept(List.of(event("e1")));

    assertThat(ended(2))
        .extracting(RotationRecord::state)
        .containsExactly(Name.COMMITTED, Name.COMMITTED);
    assertThat(held()).isEqualTo("good-3");
  }

  @Test
  void aRotationThatAnotherWorkerTookOverIsLeftAlone() {
    current = found("good-2", "v2");
    AtomicBoolean once = new AtomicBoolean(true);
    onMove =
        rotation -> {
          if (rotation.state() instanceof RotationState.Prepared && once.getAndSet(false)) {
            journal.leave();
          }
        };

    intake.accept(List.of(event("e1")));

    await().until(() -> journal.open().stream().anyMatch(r -> !r.claimed()));
    engine.close();
    assertThat(held()).isEqualTo("good-1");
    assertThat(journal.open())
        .extracting(rotation -> rotation.state().name())
        .containsExactly(Name.PREPARED);
  }

  @Test
  void whatIsUnderWayWhenTheWorkerStopsIsGivenBack() {
    current = new FetchResult.Unavailable("away");
    AtomicInteger tries = new AtomicInteger();
    onMove =
        rotation -> {
          if (tries.incrementAndGet() == 3) {
            Thread.startVirtualThread(engine::close);
          }
        };

    intake.accept(List.of(event("e1")));

    await().until(() -> journal.open().stream().noneMatch(Rotation::claimed));
    assertThat(journal.open()).hasSize(1);
  }

  @Test
  void whoeverWaitsForRoomGoesOnWhenSomethingEnds() throws InterruptedException {
    Room room = new Room(1);
    room.enter();
    CountDownLatch entered = new CountDownLatch(1);
    Thread waiting =
        Thread.startVirtualThread(
            () -> {
              try {
                room.await();
                entered.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    await().until(() -> waiting.getState() == Thread.State.WAITING);
    assertThat(entered.getCount()).isEqualTo(1);

    room.leave();

    assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatBreaksIsToldAndTriedAgain() {
    current = found("good-2", "v2");
    IllegalStateException bug = new IllegalStateException("broken once");
    breaks = Optional.of(bug);

    intake.accept(List.of(event("e1")));

    assertThat(ended(1).getFirst().state()).isEqualTo(Name.COMMITTED);
    assertThat(broken).containsExactly(bug);
  }

  @Test
  void aRotationThatWasPreparedBeforeACrashIsCarriedToItsEnd() {
    Rotation prepared = prepared("good-2");
    journal.leave();

    engine.start();

    assertThat(ended(1)).extracting(RotationRecord::id).containsExactly(prepared.id());
    assertThat(ended(1).getFirst().state()).isEqualTo(Name.COMMITTED);
    assertThat(held()).isEqualTo("good-2");
  }

  @Test
  void aWriteThatHappenedBeforeACrashIsNotMadeAgain() {
    Rotation prepared = prepared("good-2");
    dataSources.swap(
        ORDERS,
        ((RotationState.Prepared) prepared.state()).candidate().changes().swaps(),
        SwapPolicy.ALL_OR_NOTHING,
        new Fence(prepared.id(), prepared.sequence()));
    journal.leave();
    int before = writes().size();

    engine.start();

    assertThat(ended(1).getFirst().state()).isEqualTo(Name.COMMITTED);
    assertThat(writes()).hasSize(before);
  }

  @Test
  void anEditDuringTheCrashIsKeptAndReported() {
    prepared("good-2");
    journal.leave();
    String id = dataSources.find(ORDERS).orElseThrow().dataSource().id();
    dataSources.update(
        "default",
        id,
        Optional.empty(),
        Map.of("PGPASSWORD", literal("by-hand")),
        Actor.client("person"));

    engine.start();

    assertThat(ended(1).getFirst().state()).isEqualTo(Name.FAILED);
    assertThat(ended(1).getFirst().detail()).contains("PGPASSWORD");
    assertThat(held()).isEqualTo("by-hand");
  }

  /** A rotation as a crash leaves it: planned and journalled, and nothing known beyond. */
  private Rotation prepared(String password) {
    current = found(password, "v2");
    Binding binding =
        new Binding(SECRET, ORDERS, new TreeMap<>(Map.of("PGPASSWORD", FieldMapping.parse(""))));
    Rotation queued = Rotation.queued(ids.get(), binding, "e1", RotationCause.EVENT, NOW).taken();
    journal.record(
        List.of(
            new Journal.Request(
                queued, "kafka", new RotationEvent("e1", "rotated", SECRET, Optional.empty()))),
        List.of());
    RotationInput plan =
        Planner.plan(
            binding,
            new SecretVersion("v2"),
            Secret.of(password),
            dataSources.find(ORDERS).orElseThrow(),
            DataSourceRules.DEFAULT);
    Candidate candidate = ((RotationInput.Planned) plan).candidate();
    Rotation prepared = queued.moved(new RotationState.Prepared(candidate, "Journalled."), NOW);
    assertThat(journal.append(Rotations.move(prepared)))
        .isInstanceOf(Journal.Appended.Written.class);
    return prepared;
  }

  private FetchResult fetch() {
    Optional<RuntimeException> thrown = breaks;
    breaks = Optional.empty();
    if (thrown.isPresent()) {
      throw thrown.get();
    }
    onFetch.run();
    FetchResult next = answers.poll();
    return next == null ? current : next;
  }

  private TestResult login(Map<String, Secret> config, Duration deadline) {
    logins.incrementAndGet();
    onLogin.run();
    boolean good =
        new String(config.get("PGPASSWORD").reveal(), StandardCharsets.UTF_8).startsWith("good");
    return outage.orElseGet(
        () -> good ? new TestResult.Passed("fine") : new TestResult.Refused("28P01"));
  }

  private List<RotationRecord> rotations() {
    return journal
        .log()
        .list(
            new RotationLog.Query(
                "default", Optional.empty(), Optional.empty(), Optional.empty(), 100));
  }

  private List<RotationRecord> ended(int count) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                rotations().stream().filter(each -> each.state().isFinal()).count() == count
                    && journal.open().isEmpty());
    return rotations();
  }

  private String held() {
    ConfigValue value = dataSources.find(ORDERS).orElseThrow().config().get("PGPASSWORD").value();
    return new String(((ConfigValue.Literal) value).value().reveal(), StandardCharsets.UTF_8);
  }

  private List<AuditEntry> writes() {
    return dataSources.list("default", Optional.of("orders"), 100).stream()
        .filter(entry -> entry.actor().name().startsWith("rotation/"))
        .toList();
  }

  private static Delivery event(String id) {
    return new Delivery(
        "kafka",
        "t/0@" + id,
        new Delivery.Decoded(new RotationEvent(id, "rotated", SECRET, Optional.empty())));
  }

  private static FetchResult found(String value, String version) {
    return new FetchResult.Found(new SecretVersion(version), Secret.of(value));
  }

  private static ConfigValue literal(String value) {
    return new ConfigValue.Literal(Secret.of(value));
  }
}
