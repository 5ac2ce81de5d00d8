package dev.rekey.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.client.AuditEntry;
import dev.rekey.client.IntegrationKind;
import dev.rekey.client.Rotation;
import dev.rekey.client.RotationState;
import dev.rekey.testing.AwsError;
import dev.rekey.testing.AwsGateway;
import dev.rekey.testing.AwsSecret;
import dev.rekey.testing.Eventually;
import dev.rekey.testing.FailPoints;
import dev.rekey.testing.MotoServer;
import dev.rekey.testing.PostgresServer;
import dev.rekey.testing.SqsQueue;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Secrets of AWS Secrets Manager, and the events that AWS sends to a queue of SQS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AwsIT {
  private static final String REGION = "us-east-1";
  private static final String FETCH = "GetSecretValue";
  private static final List<String> NAMES =
      List.of("lambda", "crash", "denied", "expired", "kms", "deleted", "many");
  private static final int FAN_OUT = 200;
  private static final int MIXED = 12;
  private static final int PORTION = 250;
  private static final Map<String, String> KEYS =
      Map.of("PGUSER", "/username", "PGPASSWORD", "/password");
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir private static Path folder;

  private final Map<String, AwsSecret> secrets = new HashMap<>();
  private final Map<String, Login> logins = new HashMap<>();
  private final Map<String, String> sources = new HashMap<>();
  private FailPoints failPoints;
  private AwsGateway aws;
  private SqsQueue queue;
  private WorkerProcess worker;

  @BeforeAll
  void start() {
    failPoints = new FailPoints(folder);
    aws = AwsGateway.before(MotoServer.shared());
    queue = SqsQueue.create(aws.endpoint(), REGION, "rekey-secret-events", Map.of());
    WorkerConfig config =
        WorkerConfig.silent()
            .fetchingFromAws(aws.endpoint())
            .receivingFromSqs(aws.endpoint(), REGION, List.of(queue.url()));
    for (String name : NAMES) {
      config = config.bind(secret("prod/" + name).ref(), name, KEYS);
    }
    for (int i = 1; i < FAN_OUT; i++) {
      config = config.bind(secret("prod/many").ref(), "many_" + i, KEYS);
    }
    for (int i = 0; i < MIXED; i++) {
      // One half by name, one by ARN.
      AwsSecret secret = secret("mixed/" + i);
      String ref = i % 2 == 0 ? secret.ref() : "aws-sm://" + REGION + "/" + secret.arn();
      config = config.bind(ref, "mixed_" + i, KEYS);
    }
    worker = WorkerProcess.start("aws", config, failPoints);
    for (String name : NAMES) {
      create(name, "prod/" + name);
    }
    for (int i = 1; i < FAN_OUT; i++) {
      create("many_" + i, "prod/many");
    }
    for (int i = 0; i < MIXED; i++) {
      create("mixed_" + i, "mixed/" + i);
    }
  }

  @AfterAll
  void stop() {
    worker.close();
    secrets.values().forEach(AwsSecret::close);
    queue.close();
    aws.close();
  }

  private AwsSecret secret(String name) {
    return secrets.computeIfAbsent(
        name,
        missing -> {
          Login login = Login.known();
          logins.put(missing, login);
          return AwsSecret.create(aws.endpoint(), REGION, missing, login.json());
        });
  }

  private void create(String source, String secret) {
    sources.put(
        source,
        worker
            .client()
            .datasources()
            .create(IntegrationKind.POSTGRESQL, source, logins.get(secret).config())
            .id());
  }

  /** A new password that PostgreSQL knows already. */
  private Login nextLogin(String secret) {
    Login next = logins.get(secret).withNewPassword();
    PostgresServer.shared().changePassword(next.user(), next.password());
    logins.put(secret, next);
    return next;
  }

  private List<Rotation> rotationsOf(String source) {
    return RotationWatch.of(worker.client(), source);
  }

  private void awaitEmptyQueue() {
    awaitQueue(0);
  }

  private void awaitQueue(int atMost) {
    Eventually.get(
        LIMIT,
        () -> queue.size() + " messages are left",
        () -> queue.size() <= atMost ? Optional.of(true) : Optional.empty());
  }

  @Test
  void aLambdaRotationIsOneRotationAndOnlyAfterAwsCurrentHasMoved() {
    AwsSecret secret = secret("prod/lambda");
    queue.send(secret.rotation("RotationStarted"));
    Login before = logins.get("prod/lambda");
    Login next = before.withNewPassword();
    String version = secret.putPending(next.json());
    queue.send(secret.pendingPut(version));
    awaitEmptyQueue();
    assertThat(rotationsOf("lambda")).as("created, pending").isEmpty();
    PostgresServer.shared().changePassword(next.user(), next.password());
    assertThat(next.works()).as("set and tested").isTrue();

    secret.makeCurrent(version);
    List<String> signals =
        List.of(
            secret.labelMovedByCall(version),
            secret.labelMoved(version),
            secret.rotation("RotationSucceeded"));
    queue.send(signals.getFirst());
    Rotation rotation = RotationWatch.awaitNewest(worker.client(), "lambda", 1);
    queue.sendAll(signals);
    awaitEmptyQueue();

    assertThat(rotation.state()).as(rotation.detail()).isEqualTo(RotationState.COMMITTED);
    assertThat(rotation.changedKeys()).containsExactly("PGPASSWORD");
    assertThat(rotationsOf("lambda")).extracting(Rotation::id).containsExactly(rotation.id());
    assertThat(Login.heldBy(worker.client(), sources.get("lambda"))).isEqualTo(next);
    assertThat(worker.client().rotations().audit("lambda", 10))
        .extracting(AuditEntry::actor)
        .as("the start of the rotation is recorded")
        .contains("event/sqs");
    Canary.assertNotIn(worker, "lambda");
  }

  @Test
  void aMessageIsInTheQueueUntilTheJournalHasItAndACrashMakesNoSecondRotation() {
    AwsSecret secret = secret("prod/crash");
    Login next = nextLogin("prod/crash");
    failPoints.arm("record exit Queued");
    queue.send(secret.put(next.json()));
    failPoints.awaitReached("record exit Queued");

    assertThat(queue.size()).as("journalled, not acknowledged").isEqualTo(1);
    worker.kill9();
    failPoints.disarm();
    worker.restart();

    Rotation rotation = RotationWatch.awaitNewest(worker.client(), "crash", 1);
    assertThat(rotation.state()).as(rotation.detail()).isEqualTo(RotationState.COMMITTED);
    awaitEmptyQueue();
    assertThat(rotationsOf("crash")).extracting(Rotation::id).containsExactly(rotation.id());
    assertThat(Login.heldBy(worker.client(), sources.get("crash"))).isEqualTo(next);
  }

  @Test
  void oneFetchServesTwoHundredDataSourcesAndAThrottledStoreIsLeftAlone() {
    AwsSecret secret = secret("prod/many");
    int before = aws.count(FETCH);
    Login first = nextLogin("prod/many");
    queue.send(secret.put(first.json()));
    awaitAllHold(first);
    assertThat(aws.count(FETCH) - before).isEqualTo(1);

    Login second = nextLogin("prod/many");
    aws.failing(FETCH, AwsError.throttling());
    CompletableFuture.delayedExecutor(1, TimeUnit.MINUTES).execute(aws::mend);
    int throttled = aws.count(FETCH);
    queue.send(secret.put(second.json()));
    awaitAllHold(second);

    // Waits of 0.5 s that double, each at least half as long as it may be: never more than this in
    // a minute.
    assertThat(aws.count(FETCH) - throttled).isBetween(3, 10);
    assertThat(rotationsOf("many"))
        .extracting(Rotation::state)
        .containsExactly(RotationState.COMMITTED, RotationState.COMMITTED);
  }

  private void awaitAllHold(Login login) {
    List<String> names = new ArrayList<>(List.of("many"));
    for (int i = 1; i < FAN_OUT; i++) {
      names.add("many_" + i);
    }
    Eventually.get(
        LIMIT,
        () -> "not every data source holds the new login: " + worker.management("/q/health/ready"),
        () -> {
          names.removeIf(name -> Login.heldBy(worker.client(), sources.get(name)).equals(login));
          boolean settled = worker.metric("rekey_open_rotations", "") == 0;
          return names.isEmpty() && settled ? Optional.of(true) : Optional.empty();
        });
  }

  @Test
  void aMixedQueueIsDrainedAndNothingLoops() {
    double received = worker.metric("rekey_events_received_total", "sqs");
    double ignored = worker.metric("rekey_events_processed_total", "ignored");
    double quarantined = worker.metric("rekey_quarantined_events", "");
    List<String> news = new ArrayList<>();
    for (int i = 0; i < MIXED; i++) {
      news.add(secret("mixed/" + i).put(nextLogin("mixed/" + i).json()));
    }
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < 3_334; i++) {
      // Events of their own for the same few versions, as a retrying sender makes them.
      bodies.add(
          news.get(i % MIXED)
              .replaceFirst("\"id\":\"[^\"]*\"", "\"id\":\"" + UUID.randomUUID() + "\""));
    }
    for (int i = 0; i < 3_333; i++) {
      bodies.add(
          """
          {"version":"0","id":"%s","detail-type":"Object Created","source":"aws.s3","account":"1",\
          "region":"us-east-1","resources":[],"detail":{"n":%d}}"""
              .formatted(UUID.randomUUID(), i));
      bodies.add("{\"broken\": " + i);
    }
    Collections.shuffle(bodies, new Random(4));

    for (int from = 0; from < bodies.size(); from += PORTION) {
      queue.sendAll(bodies.subList(from, Math.min(from + PORTION, bodies.size())));
      // The queue of the tests gets slow when it is long.
      awaitQueue(PORTION / 10);
    }
    awaitEmptyQueue();

    assertThat(worker.metric("rekey_events_received_total", "sqs")).isEqualTo(received + 10_000);
    assertThat(worker.metric("rekey_events_processed_total", "ignored")).isEqualTo(ignored + 3_333);
    assertThat(worker.metric("rekey_quarantined_events", "")).isEqualTo(quarantined + 3_333);
    for (int i = 0; i < MIXED; i++) {
      Rotation rotation = RotationWatch.awaitNewest(worker.client(), "mixed_" + i, 1);
      assertThat(rotation.state()).as(rotation.detail()).isEqualTo(RotationState.COMMITTED);
      assertThat(Login.heldBy(worker.client(), sources.get("mixed_" + i)))
          .isEqualTo(logins.get("mixed/" + i));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "denied, AccessDeniedException, secretsmanager:GetSecretValue",
    "expired, ExpiredTokenException, expired",
    "kms, DecryptionFailure, kms:Decrypt",
  })
  void whatAwsRefusesIsSaidInOneLineAndGoesOnWhenItIsMended(String name, String code, String said) {
    String news = secret("prod/" + name).put(nextLogin("prod/" + name).json());
    aws.failing(FETCH, AwsError.of(400, code));
    queue.send(news);

    awaitTrouble(name, said);
    aws.mend();

    Rotation rotation = RotationWatch.awaitNewest(worker.client(), name, 1);
    assertThat(rotation.state()).as(rotation.detail()).isEqualTo(RotationState.COMMITTED);
    assertThat(HealthPage.awaitWithout(worker, said)).contains("secrets aws-sm");
    Canary.assertNotIn(worker, name);
  }

  @Test
  void aSecretThatWasDeletedIsWaitedFor() {
    AwsSecret secret = secret("prod/deleted");
    String news = secret.put(nextLogin("prod/deleted").json());
    secret.delete();
    queue.send(news);

    awaitTrouble("deleted", "deletion");
    secret.restore();

    Rotation rotation = RotationWatch.awaitNewest(worker.client(), "deleted", 1);
    assertThat(rotation.state()).as(rotation.detail()).isEqualTo(RotationState.COMMITTED);
  }

  /** The rotation waits and says why, and so does readiness, which stays up. */
  private void awaitTrouble(String name, String said) {
    Eventually.get(
        LIMIT,
        () -> "no word of it: " + rotationsOf(name) + worker.management("/q/health/ready"),
        () ->
            rotationsOf(name).stream()
                .filter(rotation -> rotation.state() == RotationState.QUEUED)
                .filter(rotation -> rotation.detail().contains("prod/" + name))
                .filter(rotation -> rotation.detail().contains(said))
                .filter(rotation -> !rotation.detail().contains("\n"))
                .filter(_ -> worker.management("/q/health/ready").contains(said))
                .findFirst());
  }

  @Test
  void aQueueThatIsGoneIsNamedAndUsedAgainWhenItIsBack() {
    queue.delete();
    Eventually.get(
        LIMIT,
        () -> "no word of the queue: " + worker.management("/q/health/ready"),
        () ->
            Optional.of(worker.management("/q/health/ready"))
                .filter(page -> page.contains("problem") && page.contains("rekey-secret-events")));

    queue.recreate();
    queue.send("{\"source\":\"aws.s3\",\"id\":\"1\",\"detail-type\":\"x\",\"detail\":{}}");
    awaitEmptyQueue();

    Eventually.get(
        LIMIT,
        () -> "still a problem: " + worker.management("/q/health/ready"),
        () ->
            Optional.of(worker.management("/q/health/ready"))
                .filter(page -> !page.contains("problem")));
  }
}
