package dev.rekey.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.client.AuditEntry;
import dev.rekey.client.Config;
import dev.rekey.client.ConfigKey;
import dev.rekey.client.IntegrationKind;
import dev.rekey.client.RekeyClient;
import dev.rekey.client.Rotation;
import dev.rekey.client.RotationFilter;
import dev.rekey.client.RotationState;
import dev.rekey.testing.ConsumerGroup;
import dev.rekey.testing.KafkaBroker;
import dev.rekey.testing.LiveHeap;
import dev.rekey.testing.PostgresServer;
import dev.rekey.testing.RotationEvents;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What becomes of events that come by Kafka. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RotationIT {
  private static final String TOPIC = "rotations";
  private static final Map<String, String> KEYS =
      Map.of("PGUSER", "/username", "PGPASSWORD", "/password");
  private static final long HEAP_GROWTH_LIMIT = 4_000_000;

  private RotationEvents events;
  private WorkerProcess worker;

  @BeforeAll
  void start() {
    KafkaBroker broker = KafkaBroker.shared();
    events = RotationEvents.newTopic(broker, TOPIC);
    worker =
        WorkerProcess.start(
            "rotation",
            WorkerConfig.listening(broker.bootstrapServers(), TOPIC)
                .bind("good", "good_source", KEYS)
                .bind("bad", "bad_source", KEYS));
  }

  @AfterAll
  void stop() {
    worker.close();
    events.close();
  }

  @Test
  void goodPasswordIsCommittedAndNothingElseIsTouched() {
    Login login = Login.known();
    String source = create("good_source", login);
    List<ConfigKey> disclosed = worker.client().datasources().config(source);
    Map<String, Long> times = StoredConfig.changeTimes(worker, source);
    Login next = login.withNewPassword();
    PostgresServer.shared().changePassword(next.user(), next.password());
    worker.writeSecret("good", next.json());

    Rotation rotation = RotationWatch.awaitEnd(worker.client(), events.publish("good"));

    assertThat(rotation.state()).as(rotation.detail()).isEqualTo(RotationState.COMMITTED);
    assertThat(rotation.changedKeys()).containsExactly("PGPASSWORD");
    assertThat(rotation.history())
        .extracting(Rotation.Step::state)
        .containsExactly(
            RotationState.QUEUED,
            RotationState.FETCHED,
            RotationState.PREPARED,
            RotationState.APPLIED,
            RotationState.COMMITTED);
    assertThat(Login.heldBy(worker.client(), source)).isEqualTo(next);
    assertThat(worker.client().datasources().config(source))
        .isEqualTo(disclosed)
        .extracting(ConfigKey::name)
        .contains("PGUSER", "PGHOST")
        .doesNotContain("PGPASSWORD");
    Map<String, Long> timesNow = StoredConfig.changeTimes(worker, source);
    assertThat(timesNow.remove("PGPASSWORD")).isGreaterThan(times.remove("PGPASSWORD"));
    assertThat(timesNow).isEqualTo(times).containsKeys("PGUSER", "PGHOST");
  }

  @Test
  void wrongPasswordIsRolledBackAndRedeliveryChangesNothing() {
    Login login = Login.known();
    String source = create("bad_source", login);
    worker.writeSecret("bad", login.withNewPassword().json());
    String event = events.publish("bad");
    Rotation rotation = RotationWatch.awaitEnd(worker.client(), event);
    List<AuditEntry> audit = audit("bad_source");
    Map<String, Long> times = StoredConfig.changeTimes(worker, source);
    double received = worker.metric("rekey_events_received_total", "kafka");

    for (int again = 0; again < 3; again++) {
      events.publish("bad", event);
    }
    ConsumerGroup.awaitAllAcknowledged(TOPIC);

    assertThat(rotation.state()).as(rotation.detail()).isEqualTo(RotationState.ROLLED_BACK);
    assertThat(rotation.detail()).contains("28P01");
    assertThat(worker.metric("rekey_events_received_total", "kafka")).isEqualTo(received + 3);
    assertThat(
            worker.client().rotations().list(RotationFilter.newest(10).ofDataSource("bad_source")))
        .extracting(Rotation::id)
        .containsExactly(rotation.id());
    assertThat(audit("bad_source")).isEqualTo(audit);
    assertThat(StoredConfig.changeTimes(worker, source)).isEqualTo(times);
    assertThat(Login.heldBy(worker.client(), source)).isEqualTo(login);
    assertThat(worker.client().datasources().test(source).success()).isTrue();
  }

  @Test
  void auditTellsWhoChangedWhichKey() {
    Login login = Login.known();
    String source = create("audited_source", login);

    worker.client().datasources().update(source, Map.of("PGPASSWORD", Canary.TEXT));

    AuditEntry entry = audit("audited_source").getFirst();
    assertThat(entry.actor())
        .isEqualTo("client/" + worker.clientVariables().get("CHALK_CLIENT_ID"));
    assertThat(entry.keys()).containsExactly("PGPASSWORD");
    assertThat(entry.result()).isEqualTo("ok");
    assertThat(audit("audited_source").toString()).doesNotContain(Canary.TEXT);
  }

  @Test
  void tenThousandEventsOfUnboundSecretsAreCountedAndKeptNowhere() {
    sendUnbound(2_000);
    long warm = LiveHeap.bytes(worker.pid());
    double received = worker.metric("rekey_events_received_total", "kafka");
    double processed = worker.metric("rekey_events_processed_total", "unbound");

    sendUnbound(4_000);
    sendUnbound(4_000);

    assertThat(worker.metric("rekey_events_received_total", "kafka")).isEqualTo(received + 8_000);
    assertThat(worker.metric("rekey_events_processed_total", "unbound"))
        .isEqualTo(processed + 8_000);
    assertThat(LiveHeap.bytes(worker.pid()) - warm).isLessThan(HEAP_GROWTH_LIMIT);
  }

  @Test
  void furtherSettingsReachTheKafkaConsumer() {
    sendUnbound(1);

    assertThat(ConsumerGroup.instances(TOPIC)).containsExactly("the-only-one");
  }

  private void sendUnbound(int count) {
    double before = worker.metric("rekey_events_processed_total", "unbound");
    events.publishUnbound(count);
    ConsumerGroup.awaitAllAcknowledged(TOPIC);
    assertThat(worker.metric("rekey_events_processed_total", "unbound")).isEqualTo(before + count);
  }

  @Test
  void passwordThatAClientWritesForTwoDataSourcesIsTestedWithBoth() {
    RekeyClient client = worker.client();
    Login login = Login.known();
    String secret = client.secrets().put("SHARED_PASSWORD", login.password()).id();
    for (String name : List.of("shared_one", "shared_two")) {
      Config config = Config.of(login.config()).withSecret("PGPASSWORD", secret);
      Object _ = client.datasources().create(IntegrationKind.POSTGRESQL, name, config);
    }

    client.secrets().put("SHARED_PASSWORD", login.withNewPassword().password());
    Rotation refused = RotationWatch.awaitNewest(client, "shared_one", 1);
    Optional<String> kept = client.secrets().value(secret);
    Login next = login.withNewPassword();
    PostgresServer.shared().changePassword(next.user(), next.password());
    client.secrets().put("SHARED_PASSWORD", next.password());
    Rotation accepted = RotationWatch.awaitNewest(client, "shared_one", 2);

    assertThat(refused.state()).as(refused.detail()).isEqualTo(RotationState.ROLLED_BACK);
    assertThat(kept).contains(login.password());
    assertThat(accepted.state()).as(accepted.detail()).isEqualTo(RotationState.COMMITTED);
    assertThat(client.secrets().value(secret)).contains(next.password());
  }

  private String create(String name, Login login) {
    return worker
        .client()
        .datasources()
        .create(IntegrationKind.POSTGRESQL, name, login.config())
        .id();
  }

  private List<AuditEntry> audit(String source) {
    return worker.client().rotations().audit(source, 100);
  }
}
