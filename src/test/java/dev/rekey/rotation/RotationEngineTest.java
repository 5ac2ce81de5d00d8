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
import dev.rekey.datasource.InMemoryDataSources;
import dev.rekey.datasource.Kind;
import dev.rekey.event.Delivery;
import dev.rekey.event.RotationEvent;
import dev.rekey.rotation.RotationState.Name;
import dev.rekey.secret.FetchResult;
import dev.rekey.secret.Secret;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Intake, machine, steps and engine together, over ports in memory. */
class RotationEngineTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final SecretRef SECRET = SecretRef.directory("orders");
  private static final DataSourceRef ORDERS = new DataSourceRef("default", "orders");
  private static final Map<String, ConfigValue> CONFIG =
      Map.of(
          "PGHOST", literal("db"),
          "PGDATABASE", literal("orders"),
          "PGUSER", literal("app"),
          "PGPASSWORD", literal("good-1"));

  private final InstantSource clock = InstantSource.fixed(NOW);
  private final InMemoryJournal journal = new InMemoryJournal();
  private final InMemoryDataSources dataSources =
      new InMemoryDataSources(clock, DataSourceRules.DEFAULT, kind -> this::login);
  private final TimeOrderedIds ids = new TimeOrderedIds(clock, new Random(1));
  private final ConcurrentLinkedQueue<FetchResult> answers = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Duration> waits = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<RuntimeException> broken = new ConcurrentLinkedQueue<>();
  private final AtomicInteger logins = new AtomicInteger();
  private volatile FetchResult current = found("good-1", "v1");
  private volatile Optional<TestResult> outage = Optional.empty();
  private volatile Optional<RuntimeException> breaks = Optional.empty();
  private RotationEngine engine;
  private RotationIntake intake;

  @BeforeEach
  void start() {
    dataSources.create(ORDERS, Kind.POSTGRESQL, CONFIG, Actor.client("test"));
    TreeMap<String, FieldMapping> keys = new TreeMap<>();
    keys.put("PGPASSWORD", FieldMapping.parse(""));
    Bindings bindings = new Bindings(List.of(new Binding(SECRET, ORDERS, keys)));
    RotationObserver observer =
        new RotationObserver() {
          @Override
          public void received(Delivery delivery) {}

          @Override
          public void processed(Delivery delivery, Outcome outcome) {}

          @Override
          public void moved(Rotation rotation) {}

          @Override
          public void broke(Rotation rotation, RuntimeException cause) {
            broken.add(cause);
          }
        };
    engine =
        new RotationEngine(
            journal,
            new RotationMachine(3),
            new RotationSteps(bindings, ref -> fetch(), dataSources, journal),
            observer,
            new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), new Random(1)),
            waits::add,
            clock,
            Executors.newVirtualThreadPerTaskExecutor(),
            8,
            Duration.ofSeconds(5));
    intake = new RotationIntake(bindings, journal, engine::submit, ids, clock, observer);
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

  @Test
  void anOutageThatStaysIsRolledBack() {
    current = found("good-2", "v2");
    outage = Optional.of(new TestResult.Unreachable("nobody there"));

    intake.accept(List.of(event("e1")));

    assertThat(ended(1).getFirst().state()).isEqualTo(Name.ROLLED_BACK);
    assertThat(held()).isEqualTo("good-1");
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
        ((RotationState.Prepared) prepared.state()).changes().swaps(),
        SwapPolicy.ALL_OR_NOTHING,
        Actor.rotation(prepared.id()));
    int before = writes().size();

    engine.start();

    assertThat(ended(1).getFirst().state()).isEqualTo(Name.COMMITTED);
    assertThat(writes()).hasSize(before);
  }

  @Test
  void anEditDuringTheCrashIsKeptAndReported() {
    prepared("good-2");
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
    Rotation queued = Rotation.queued(ids.get(), binding, "e1", NOW);
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
            dataSources.find(ORDERS).orElseThrow());
    Rotation prepared = queued.moved(new RotationMachine(3).step(queued.state(), plan), NOW);
    assertThat(journal.append(prepared)).isTrue();
    return prepared;
  }

  private FetchResult fetch() {
    Optional<RuntimeException> thrown = breaks;
    breaks = Optional.empty();
    if (thrown.isPresent()) {
      throw thrown.get();
    }
    FetchResult next = answers.poll();
    return next == null ? current : next;
  }

  private TestResult login(Map<String, Secret> config, Duration deadline) {
    logins.incrementAndGet();
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
