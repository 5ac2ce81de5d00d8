package dev.rekey.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekey.client.IntegrationKind;
import dev.rekey.client.Rotation;
import dev.rekey.client.RotationState;
import dev.rekey.monitoring.OperationsPage;
import dev.rekey.testing.FaultProxy;
import dev.rekey.testing.KafkaBroker;
import dev.rekey.testing.PostgresServer;
import dev.rekey.testing.RotationEvents;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What whoever is on call sees of a packaged worker whose world is taken away bit by bit. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperationsIT {
  private static final String TOPIC = "operated-rotations";
  private static final String STORE_USER = "operated_store";
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Pattern SERIES = Pattern.compile("(?m)^# TYPE (rekey_[a-z_]+) ");

  @TempDir private static Path folder;

  private KafkaBroker broker;
  private RotationEvents events;
  private FaultProxy store;
  private WorkerProcess worker;

  @BeforeAll
  void start() throws IOException {
    PostgresServer server = PostgresServer.shared();
    server.createRole(STORE_USER, "store-password");
    server.createDatabase(STORE_USER, STORE_USER);
    store = FaultProxy.to("127.0.0.1", server.port());
    broker = KafkaBroker.start(KafkaBroker.Listener.PLAINTEXT);
    events = RotationEvents.newTopic(broker, TOPIC);
    worker =
        WorkerProcess.start(
            "operations",
            WorkerConfig.listening(broker.bootstrapServers(), TOPIC)
                .bind("operated", "operated_source", Map.of("PGPASSWORD", "/password"))
                .storedIn(
                    "jdbc:postgresql://127.0.0.1:" + store.port() + "/" + STORE_USER,
                    STORE_USER,
                    Files.writeString(folder.resolve("password"), "store-password"))
                .loggingJson());
  }

  @AfterAll
  void stop() {
    worker.close();
    events.close();
    broker.close();
    store.close();
  }

  private String ready() {
    return worker.management("/q/health/ready");
  }

  private void awaitReady(boolean ready) {
    await()
        .atMost(LIMIT)
        .ignoreExceptionsInstanceOf(IllegalStateException.class)
        .untilAsserted(
            () ->
                assertThat(worker.managementStatus("/q/health/ready"))
                    .as(ready())
                    .isEqualTo(ready ? 200 : 503));
    assertAlive();
  }

  private void assertAlive() {
    assertThat(worker.managementStatus("/q/health/live")).isEqualTo(200);
  }

  @Test
  @Order(1)
  void everyPartHasAnEntryInHealthAndInGrpc() {
    assertThat(ready())
        .contains(
            "\"store\"",
            "\"rotations\"",
            "\"scheduler\"",
            "\"target\"",
            "\"secrets dir\"",
            "\"events kafka " + TOPIC + "\"");
    ManagedChannel channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", URI.create(worker.apiAddress()).getPort())
            .usePlaintext()
            .build();
    try {
      var health = HealthGrpc.newBlockingStub(channel);
      for (String part : new String[] {"", "store", "events kafka " + TOPIC}) {
        assertThat(
                health
                    .check(HealthCheckRequest.newBuilder().setService(part).build())
                    .getStatus()
                    .name())
            .as(part)
            .isEqualTo("SERVING");
      }
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  @Order(2)
  void aRotationIsToldInFieldsOfJsonWithoutAValueAndEveryMetricIsDocumented() throws IOException {
    Login login = Login.known();
    var _ =
        worker
            .client()
            .datasources()
            .create(IntegrationKind.POSTGRESQL, "operated_source", login.config());
    worker.writeSecret("operated", Login.unknown().json());

    Rotation rotation = RotationWatch.awaitEnd(worker.client(), events.publish("operated"));

    assertThat(rotation.state()).as(rotation.detail()).isEqualTo(RotationState.ROLLED_BACK);
    Login next = login.withNewPassword();
    PostgresServer.shared().changePassword(next.user(), next.password());
    worker.writeSecret("operated", next.json());
    assertThat(RotationWatch.awaitEnd(worker.client(), events.publish("operated")).state())
        .isEqualTo(RotationState.COMMITTED);
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(Files.readAllLines(worker.log()))
                    .anySatisfy(
                        line ->
                            assertThat(line)
                                .startsWith("{")
                                .contains(
                                    "\"message\":\"rotation moved\"",
                                    "\"rotationId\":\"" + rotation.id() + "\"",
                                    "\"state\":\"ROLLED_BACK\"",
                                    "\"kind\":\"POSTGRESQL\"")));
    assertThat(Files.readString(worker.log())).doesNotContain(Canary.TEXT);
    Set<String> scraped = new TreeSet<>();
    Matcher series = SERIES.matcher(worker.management("/q/metrics"));
    while (series.find()) {
      scraped.add(series.group(1));
    }
    scraped.removeIf(name -> name.endsWith("_max"));
    assertThat(OperationsPage.metrics()).containsAll(scraped);
    Set<String> missing = new TreeSet<>(OperationsPage.metrics());
    missing.removeAll(scraped);
    missing.removeIf(name -> name.matches("rekey_(datasource|sweep|notifications)_.*"));
    assertThat(missing).as("documented, and not there").isEmpty();
  }

  @Test
  @Order(3)
  void withoutItsStoreItIsNotReadyAndNothingIsLost() {
    store.refuse();
    awaitReady(false);
    assertThat(ready()).contains("\"store\"");
    worker.writeSecret("operated", Login.unknown().json());
    String event = events.publish("operated");

    store.pass();

    awaitReady(true);
    assertThat(RotationWatch.awaitEnd(worker.client(), event).state())
        .isEqualTo(RotationState.ROLLED_BACK);
  }

  @Test
  @Order(4)
  void aSourceThatIsCutOffMakesItUnreadyWithinThreeIntervalsAndReadyWhenItIsBack()
      throws IOException {
    signal("STOP");
    try {
      awaitReady(false);
      assertThat(ready()).contains("has not been polled");
    } finally {
      signal("CONT");
    }

    awaitReady(true);
    assertThat(worker.metric("rekey_event_source_silent_seconds", "kafka")).isLessThan(30);
  }

  private void signal(String name) throws IOException {
    int _ =
        new ProcessBuilder("kill", "-" + name, String.valueOf(broker.processId()))
            .start()
            .onExit()
            .join()
            .exitValue();
  }

  @Test
  @Order(5)
  void aStoreThatIsAwayAtTheStartIsWaitedFor() {
    worker.stop();
    store.refuse();
    worker.relaunch();
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(worker.managementStatus("/q/health/live")).isEqualTo(200));
    assertThat(worker.managementStatus("/q/health/started")).isEqualTo(503);
    assertThat(ready()).contains("store", "DOWN");

    store.pass();

    awaitReady(true);
    assertThat(worker.managementStatus("/q/health/started")).isEqualTo(200);
    worker.stop();
    store.refuse();
    worker.relaunch();
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(worker.managementStatus("/q/health/live")).isEqualTo(200));
    worker.stop();
  }
}
