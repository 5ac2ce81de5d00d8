package dev.rekey.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Actor;
import dev.rekey.datasource.AuditEntry;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.InMemoryDataSources;
import dev.rekey.datasource.Kind;
import dev.rekey.event.Attributes;
import dev.rekey.event.Delivery;
import dev.rekey.event.Notice;
import dev.rekey.event.RotationEvent;
import dev.rekey.rotation.RotationRequests.Asked;
import dev.rekey.rotation.RotationRequests.BindingPlan;
import dev.rekey.rotation.RotationRequests.EventReplayResult;
import dev.rekey.rotation.RotationRequests.PlanResult;
import dev.rekey.rotation.RotationRequests.ReplayResult;
import dev.rekey.rotation.RotationRequests.TriggerResult;
import dev.rekey.secret.FetchResult;
import dev.rekey.secret.Secret;
import dev.rekey.secret.SecretIdentities;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import dev.rekey.secret.SharedFetches;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JournalledRequestsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final Actor PERSON = Actor.client("on-call");
  private static final SecretRef SECRET = SecretRef.directory("orders");
  private static final DataSourceRef ORDERS = new DataSourceRef("default", "orders");
  private static final DataSourceRef REPORTS = new DataSourceRef("default", "reports");
  private static final DataSourceRef STAGING = new DataSourceRef("staging", "orders");

  private final InstantSource clock = InstantSource.fixed(NOW);
  private final InMemoryJournal journal = new InMemoryJournal();
  private final InMemoryDataSources dataSources =
      new InMemoryDataSources(
          clock,
          DataSourceRules.DEFAULT,
          kind -> (config, deadline) -> new TestResult.Refused("28P01"));
  private final RecordingDriver driver = new RecordingDriver();
  private final Bindings bindings =
      new Bindings(List.of(bind(ORDERS), bind(REPORTS), bind(STAGING)));
  private FetchResult current =
      new FetchResult.Found(new SecretVersion("v2"), Secret.of("canary-new"));
  private RotationRequests requests;

  @BeforeEach
  void begin() {
    requests = over(bindings);
    for (DataSourceRef ref : List.of(ORDERS, REPORTS, STAGING)) {
      dataSources.create(
          ref,
          Kind.POSTGRESQL,
          Map.of("PGPASSWORD", new ConfigValue.Literal(Secret.of("old"))),
          PERSON);
    }
  }

  private RotationRequests over(Bindings known) {
    return new JournalledRequests(
        known,
        journal.log(),
        journal,
        new Recorder(
            journal,
            driver,
            RotationObserver.all(List.of()),
            new TimeOrderedIds(clock, new Random(1)),
            clock),
        new RotationSteps(
            known::of,
            new SharedFetches(
                secret -> current, new SecretIdentities(), () -> 0, 10, Duration.ofMinutes(1)),
            dataSources,
            DataSourceRules.DEFAULT,
            journal),
        Map.of("kafka", (attributes, body) -> decode(body)),
        new Notices(known, journal, dataSources),
        dataSources);
  }

  private static Delivery.Content decode(byte[] body) {
    return switch (new String(body, StandardCharsets.UTF_8)) {
      case "good" ->
          new Delivery.Decoded(new RotationEvent("e1", "rotated", SECRET, Optional.empty()));
      case "note" ->
          new Delivery.Noted(
              new Notice(
                  "delete-secret", SECRET, Optional.empty(), Notice.Weight.ALERT, "Deleted."));
      case "skip" -> new Delivery.Ignored("foreign");
      default -> Delivery.Undecodable.of("unknown", "value is not JSON", Attributes.NONE, body);
    };
  }

  private static Binding bind(DataSourceRef dataSource) {
    return new Binding(
        SECRET, dataSource, new TreeMap<>(Map.of("PGPASSWORD", FieldMapping.parse(""))));
  }

  @Test
  void aTriggerQueuesEveryBindingOfTheEnvironmentForAPerson() {
    TriggerResult result = requests.trigger("default", SECRET, Optional.empty(), PERSON);

    List<Asked> asked = ((TriggerResult.Accepted) result).rotations();
    assertThat(asked).extracting(Asked::dataSource).containsExactly(ORDERS, REPORTS);
    assertThat(asked).extracting(Asked::joined).containsOnly(false);
    assertThat(driver.submitted())
        .extracting(Rotation::cause)
        .containsExactly(RotationCause.TRIGGER, RotationCause.TRIGGER);
    assertThat(dataSources.list("default", Optional.of("orders"), 1))
        .extracting(AuditEntry::actor, AuditEntry::action, AuditEntry::keys)
        .containsExactly(tuple(PERSON, "trigger", List.of("PGPASSWORD")));
  }

  @Test
  void theAuditOfABindingWithoutKeysNamesNone() {
    RotationRequests unnamed =
        over(new Bindings(List.of(new Binding(SECRET, ORDERS, new TreeMap<>()))));

    unnamed.trigger("default", SECRET, Optional.empty(), PERSON);

    assertThat(dataSources.list("default", Optional.of("orders"), 1))
        .extracting(AuditEntry::action, AuditEntry::keys)
        .containsExactly(tuple("trigger", List.of()));
  }

  @Test
  void aPlanNamesTheKeysThatAreChosenByDefault() {
    RotationRequests unnamed =
        over(new Bindings(List.of(new Binding(SECRET, ORDERS, new TreeMap<>()))));

    PlanResult result = unnamed.plan("default", SECRET, Optional.empty());

    assertThat(((PlanResult.Planned) result).bindings())
        .extracting(BindingPlan::keys)
        .containsExactly(List.of("PGPASSWORD"));
  }

  @Test
  void aTriggerForOneDataSourceLeavesTheOthersAlone() {
    TriggerResult result = requests.trigger("default", SECRET, Optional.of("reports"), PERSON);

    assertThat(((TriggerResult.Accepted) result).rotations())
        .extracting(Asked::dataSource)
        .containsExactly(REPORTS);
  }

  @Test
  void aSecondTriggerJoinsTheFirst() {
    requests.trigger("default", SECRET, Optional.of("orders"), PERSON);

    TriggerResult again = requests.trigger("default", SECRET, Optional.of("orders"), PERSON);

    assertThat(((TriggerResult.Accepted) again).rotations())
        .extracting(Asked::joined)
        .containsExactly(true);
    assertThat(journal.open()).hasSize(1);
  }

  @Test
  void aTriggerForAnUnboundSecretDoesNothing() {
    assertThat(
            requests.trigger("default", SecretRef.directory("unknown"), Optional.empty(), PERSON))
        .isEqualTo(new TriggerResult.Unbound());
    assertThat(requests.trigger("default", SECRET, Optional.of("unknown"), PERSON))
        .isEqualTo(new TriggerResult.Unbound());
    assertThat(journal.open()).isEmpty();
  }

  @Test
  void aFinishedRotationIsReplayed() {
    String former = ended();

    ReplayResult result = requests.replayRotation("default", former, PERSON);

    String id = ((ReplayResult.Accepted) result).rotation().rotationId();
    assertThat(journal.find(id)).map(Rotation::cause).contains(RotationCause.REPLAY);
    assertThat(journal.find(id)).map(Rotation::dataSource).contains(ORDERS);
  }

  @Test
  void whatCannotBeReplayedSaysWhy() {
    String former = ended();
    requests.trigger("default", SECRET, Optional.of("reports"), PERSON);
    String open = journal.open().getFirst().id();

    assertThat(requests.replayRotation("default", "unknown", PERSON))
        .isEqualTo(new ReplayResult.NotFound());
    assertThat(requests.replayRotation("staging", former, PERSON))
        .as("of another environment")
        .isEqualTo(new ReplayResult.NotFound());
    assertThat(requests.replayRotation("default", open, PERSON))
        .isEqualTo(new ReplayResult.StillOpen(RotationState.Name.QUEUED));
    assertThat(over(new Bindings(List.of())).replayRotation("default", former, PERSON))
        .isEqualTo(new ReplayResult.BindingGone(bind(ORDERS).id()));
  }

  @Test
  void whatAClientWroteIsNotReplayedBecauseItIsKeptInNoStore() {
    SecretRef written = SecretRef.managed("default", "DB_PASSWORD");
    Binding binding = new Binding(written, ORDERS, bind(ORDERS).keys());
    journal.record(
        List.of(
            new Journal.Request(
                Rotation.queued("m1", binding, "e1", RotationCause.EVENT, NOW).taken(),
                "api",
                new RotationEvent("e1", "rotated", written, Optional.empty()))),
        List.of());
    end(journal.find("m1").orElseThrow());

    assertThat(requests.replayRotation("default", "m1", PERSON))
        .isEqualTo(new ReplayResult.WrittenByClient(written));
  }

  private String ended() {
    requests.trigger("default", SECRET, Optional.of("orders"), PERSON);
    return end(driver.submitted().removeFirst());
  }

  private String end(Rotation queued) {
    Carried carried = new Carried(new SecretVersion("v1"), Optional.empty(), List.of());
    journal.append(
        Rotations.move(queued.moved(new RotationState.RolledBack(carried, "Refused."), NOW)));
    return queued.id();
  }

  @Test
  void aMessageThatCanBeDecodedNowIsActedOnAndLetGo() {
    quarantine("q1", "kafka", "good".getBytes(StandardCharsets.UTF_8));

    EventReplayResult result = requests.replayEvent("q1", PERSON);

    EventReplayResult.Accepted accepted = (EventReplayResult.Accepted) result;
    assertThat(accepted.secret()).isEqualTo(SECRET);
    assertThat(accepted.rotations())
        .extracting(Asked::dataSource)
        .containsExactly(ORDERS, REPORTS, STAGING);
    assertThat(requests.replayEvent("q1", PERSON)).isEqualTo(new EventReplayResult.NotFound());
  }

  @ParameterizedTest
  @CsvSource({"note, delete-secret", "skip, foreign"})
  void aMessageThatAsksForNoRotationAfterAllIsLetGo(String body, String type) {
    quarantine("q1", "kafka", body.getBytes(StandardCharsets.UTF_8));

    EventReplayResult result = requests.replayEvent("q1", PERSON);

    assertThat(result).isEqualTo(new EventReplayResult.NothingToDo(type));
    assertThat(journal.open()).isEmpty();
    assertThat(journal.log().quarantine(10)).isEmpty();
  }

  @Test
  void aMessageThatStillCannotBeDecodedStays() {
    quarantine("q1", "kafka", "bad".getBytes(StandardCharsets.UTF_8));
    quarantine("q2", "retired-source", "good".getBytes(StandardCharsets.UTF_8));
    quarantine("q3", "kafka", new byte[Delivery.Undecodable.MAX_BODY + 1]);

    assertThat(requests.replayEvent("q1", PERSON))
        .isEqualTo(new EventReplayResult.StillUndecodable("value is not JSON"));
    assertThat(requests.replayEvent("q2", PERSON))
        .extracting(result -> ((EventReplayResult.StillUndecodable) result).reason())
        .asString()
        .contains("retired-source");
    assertThat(requests.replayEvent("q3", PERSON))
        .extracting(result -> ((EventReplayResult.StillUndecodable) result).reason())
        .asString()
        .contains("larger");
    assertThat(journal.log().quarantine(10)).hasSize(3);
  }

  private void quarantine(String id, String source, byte[] body) {
    journal.record(
        List.of(),
        List.of(
            new Journal.Quarantined(
                id,
                source,
                "t/0@" + id,
                Delivery.Undecodable.of("unknown", "No JSON.", Attributes.NONE, body),
                NOW)));
  }

  @Test
  void aPlanNamesKeysAndVerdictAndWritesNothing() {
    PlanResult result = requests.plan("default", SECRET, Optional.of("orders"));

    BindingPlan plan = ((PlanResult.Planned) result).bindings().getFirst();
    assertThat(plan.dataSource()).isEqualTo(ORDERS);
    assertThat(plan.version()).contains(new SecretVersion("v2"));
    assertThat(plan.keys()).containsExactly("PGPASSWORD");
    assertThat(plan.test()).contains(new TestResult.Refused("28P01"));
    assertThat(result.toString()).doesNotContain("canary");
    assertThat(journal.open()).isEmpty();
    assertThat(dataSources.find(ORDERS).orElseThrow().config().get("PGPASSWORD").value())
        .isEqualTo(new ConfigValue.Literal(Secret.of("old")));
  }

  @Test
  void aPlanSaysWhatStandsInTheWay() {
    current = new FetchResult.Missing("there is no orders");

    PlanResult result = requests.plan("default", SECRET, Optional.empty());

    assertThat(((PlanResult.Planned) result).bindings())
        .extracting(BindingPlan::detail)
        .containsOnly("there is no orders");
    assertThat(requests.plan("default", SecretRef.directory("unknown"), Optional.empty()))
        .isEqualTo(new PlanResult.Unbound());
  }
}
