package dev.rekey.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.secretmanager.v1.SecretVersion.State;
import dev.rekey.client.AuditEntry;
import dev.rekey.client.IntegrationKind;
import dev.rekey.client.Rotation;
import dev.rekey.client.RotationState;
import dev.rekey.testing.Eventually;
import dev.rekey.testing.FailPoints;
import dev.rekey.testing.FakeSecretManager;
import dev.rekey.testing.PostgresServer;
import dev.rekey.testing.PubsubEmulator;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Secrets of Google Secret Manager, and the events that it sends by Pub/Sub. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoogleIT {
  private static final String PROJECT = "shop";
  private static final String NUMBER = "424242424242";
  private static final String TOPIC = "projects/shop/topics/secret-events";
  private static final String SUBSCRIPTION = "projects/shop/subscriptions/rekey-secret-events";
  private static final Map<String, String> KEYS =
      Map.of("PGUSER", "/username", "PGPASSWORD", "/password");
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir private static Path folder;

  private final Map<String, Login> logins = new HashMap<>();
  private final Map<String, String> sources = new HashMap<>();
  private FailPoints failPoints;
  private FakeSecretManager secrets;
  private PubsubEmulator pubsub;
  private WorkerProcess worker;

  @BeforeAll
  void start() {
    Assumptions.assumeTrue(
        PubsubEmulator.isAvailable(), "the Pub/Sub emulator of Google is not on this machine");
    failPoints = new FailPoints(folder);
    secrets = FakeSecretManager.start();
    secrets.project(PROJECT, NUMBER);
    pubsub = PubsubEmulator.shared();
    pubsub.create(TOPIC, SUBSCRIPTION);
    WorkerConfig config =
        WorkerConfig.silent()
            .fetchingFromGoogle(secrets.endpoint())
            .receivingFromPubsub(pubsub.endpoint(), SUBSCRIPTION);
    List<String> names = List.of("added", "crash", "trouble", "disabled");
    for (String name : names) {
      Login login = Login.known();
      logins.put(name, login);
      secrets.add(secret(name), login.json());
      config = config.bind("gcp-sm://" + PROJECT + "/" + name, name, KEYS);
    }
    worker = WorkerProcess.start("google", config, failPoints);
    for (String name : names) {
      sources.put(
          name,
          worker
              .client()
              .datasources()
              .create(IntegrationKind.POSTGRESQL, name, logins.get(name).config())
              .id());
    }
  }

  @AfterAll
  void stop() {
    if (worker != null) {
      worker.close();
      secrets.close();
    }
  }

  private static String secret(String name) {
    return "projects/" + PROJECT + "/secrets/" + name;
  }

  /** Adds a version with a password that PostgreSQL knows already; returns its number. */
  private int add(String name) {
    Login next = logins.get(name).withNewPassword();
    PostgresServer.shared().changePassword(next.user(), next.password());
    logins.put(name, next);
    return secrets.add(secret(name), next.json());
  }

  /** As Secret Manager publishes it: with the number of the project. */
  private void publish(String type, String name, int version) {
    String number = "projects/" + NUMBER + "/secrets/" + name;
    pubsub.publish(
        TOPIC,
        Map.of(
            "eventType",
            type,
            "dataFormat",
            "JSON_API_V1",
            "secretId",
            number,
            "timestamp",
            "2026-11-24T03:00:00.123456-08:00",
            "versionId",
            number + "/versions/" + version),
        "{}");
  }

  private List<Rotation> rotationsOf(String source) {
    return RotationWatch.of(worker.client(), source);
  }

  private void awaitProcessed(String result, double count) {
    Eventually.get(
        LIMIT,
        () -> worker.management("/q/metrics"),
        () ->
            worker.metric("rekey_events_processed_total", result) >= count
                ? Optional.of(true)
                : Optional.empty());
  }

  @Test
  void aVersionThatIsAddedIsCommittedAndRotateAloneIsNot() {
    double noted = worker.metric("rekey_events_processed_total", "noted");
    publish("SECRET_ROTATE", "added", 1);
    awaitProcessed("noted", noted + 1);
    assertThat(rotationsOf("added")).as("time to rotate, and no new version").isEmpty();
    int version = add("added");
    int accesses = secrets.calls(FakeSecretManager.ACCESS);

    publish("SECRET_VERSION_ADD", "added", version);
    Rotation rotation = RotationWatch.awaitNewest(worker.client(), "added", 1);
    double repeated = worker.metric("rekey_events_processed_total", "repeated");
    publish("SECRET_VERSION_ADD", "added", version);
    awaitProcessed("repeated", repeated + 1);

    assertThat(rotation.state()).as(rotation.detail()).isEqualTo(RotationState.COMMITTED);
    assertThat(rotation.changedKeys()).containsExactly("PGPASSWORD");
    assertThat(rotationsOf("added")).extracting(Rotation::id).containsExactly(rotation.id());
    assertThat(secrets.calls(FakeSecretManager.ACCESS) - accesses).isEqualTo(1);
    assertThat(Login.heldBy(worker.client(), sources.get("added"))).isEqualTo(logins.get("added"));
    Canary.assertNotIn(worker, "added");
  }

  @Test
  void aCrashAfterTheJournalAndBeforeTheAcknowledgementMakesNoSecondRotation() {
    int version = add("crash");
    failPoints.arm("record exit Queued");
    publish("SECRET_VERSION_ADD", "crash", version);
    failPoints.awaitReached("record exit Queued");

    worker.kill9();
    failPoints.disarm();
    // The emulator goes on to send to the stream of the dead, so it is made to forget it; what
    // Pub/Sub would send again is published again.
    pubsub.deleteSubscription(SUBSCRIPTION);
    pubsub.create(TOPIC, SUBSCRIPTION);
    publish("SECRET_VERSION_ADD", "crash", version);
    worker.restart();
    Rotation rotation = RotationWatch.awaitNewest(worker.client(), "crash", 1);
    awaitProcessed("", 1);

    assertThat(rotation.state()).as(rotation.detail()).isEqualTo(RotationState.COMMITTED);
    assertThat(rotationsOf("crash")).extracting(Rotation::id).containsExactly(rotation.id());
    assertThat(Login.heldBy(worker.client(), sources.get("crash"))).isEqualTo(logins.get("crash"));
  }

  @Test
  void whatGoogleRefusesIsSaidInOneLineAndGoesOnWhenItIsMended() {
    int version = add("trouble");
    secrets.fail(
        FakeSecretManager.ACCESS,
        () -> Status.PERMISSION_DENIED.withDescription(Canary.TEXT).asRuntimeException());

    publish("SECRET_VERSION_ADD", "trouble", version);
    String said = "secretmanager.versions.access";
    Eventually.get(
        LIMIT,
        () -> "no word of it: " + rotationsOf("trouble") + worker.management("/q/health/ready"),
        () ->
            rotationsOf("trouble").stream()
                .filter(rotation -> rotation.state() == RotationState.QUEUED)
                .filter(rotation -> rotation.detail().contains(said))
                .filter(_ -> worker.management("/q/health/ready").contains(said))
                .findFirst());
    secrets.mend();

    Rotation rotation = RotationWatch.awaitNewest(worker.client(), "trouble", 1);
    assertThat(rotation.state()).as(rotation.detail()).isEqualTo(RotationState.COMMITTED);
    Canary.assertNotIn(worker, "trouble");
  }

  @Test
  void aVersionInUseThatIsDisabledAlertsAndChangesNothing() {
    int version = add("disabled");
    publish("SECRET_VERSION_ADD", "disabled", version);
    RotationWatch.awaitNewest(worker.client(), "disabled", 1);
    double alerted = worker.metric("rekey_events_processed_total", "alerted");
    secrets.state(secret("disabled"), version, State.DISABLED);

    publish("SECRET_VERSION_DISABLE", "disabled", version);
    awaitProcessed("alerted", alerted + 1);

    assertThat(rotationsOf("disabled")).hasSize(1);
    assertThat(worker.client().rotations().audit("disabled", 10))
        .extracting(AuditEntry::actor)
        .contains("event/pubsub");
    assertThat(Login.heldBy(worker.client(), sources.get("disabled")))
        .isEqualTo(logins.get("disabled"));
  }

  @Test
  void aSubscriptionThatIsGoneIsNamedAndUsedAgainWhenItIsBack() {
    pubsub.deleteSubscription(SUBSCRIPTION);
    Eventually.get(
        LIMIT,
        () -> "no word of the subscription: " + worker.management("/q/health/ready"),
        () ->
            Optional.of(worker.management("/q/health/ready"))
                .filter(page -> page.contains("problem") && page.contains("rekey-secret-events")));
    double ignored = worker.metric("rekey_events_processed_total", "ignored");

    pubsub.create(TOPIC, SUBSCRIPTION);
    publish("SECRET_UPDATE", "added", 1);

    awaitProcessed("ignored", ignored + 1);
    assertThat(HealthPage.awaitWithout(worker, "problem")).contains("rekey-secret-events");
  }
}
