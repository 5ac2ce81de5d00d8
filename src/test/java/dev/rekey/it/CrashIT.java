package dev.rekey.it;

import static dev.rekey.client.RotationState.COMMITTED;
import static dev.rekey.client.RotationState.ROLLED_BACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.client.AuditEntry;
import dev.rekey.client.IntegrationKind;
import dev.rekey.client.Rotation;
import dev.rekey.client.RotationState;
import dev.rekey.testing.FailPoints;
import dev.rekey.testing.KafkaBroker;
import dev.rekey.testing.RotationEvents;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The worker is killed with -9 in each state of a rotation, before and after each effect. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashIT {
  private static final String SOURCE = "crash_source";
  private static final String SECRET = "crash-login";
  private static final String TOPIC = "crash-rotations";
  private static final List<String> BOTH_KEYS = List.of("PGPASSWORD", "PGUSER");

  /** Each with the last state that is in the journal when the worker dies there. */
  private static final List<String> POINTS =
      List.of(
          "record exit Queued", // QUEUED, the event not acknowledged yet
          "append entry Prepared", // QUEUED, planned
          "append exit Prepared", // PREPARED, before the write
          "append entry Applied", // PREPARED, after the write
          "append exit Applied"); // APPLIED, before the test

  private static final List<String> POINTS_OF_COMMIT =
      List.of("append entry Committed"); // APPLIED, after the test

  private static final List<String> POINTS_OF_ROLLBACK =
      List.of(
          "append entry RollingBack", // APPLIED, after the test
          "append exit RollingBack", // ROLLING_BACK, before the restore
          "append entry RolledBack"); // ROLLING_BACK, after the restore

  @TempDir private static Path folder;

  private FailPoints failPoints;
  private RotationEvents events;
  private WorkerProcess worker;
  private String source;

  @BeforeAll
  void start() {
    failPoints = new FailPoints(folder);
    KafkaBroker broker = KafkaBroker.shared();
    events = RotationEvents.newTopic(broker, TOPIC);
    worker =
        WorkerProcess.start(
            "crash",
            WorkerConfig.listening(broker.bootstrapServers(), TOPIC)
                .bind(SECRET, SOURCE, Map.of("PGUSER", "/username", "PGPASSWORD", "/password")),
            failPoints);
    source =
        worker
            .client()
            .datasources()
            .create(IntegrationKind.POSTGRESQL, SOURCE, Login.known().config())
            .id();
  }

  @AfterAll
  void stop() {
    worker.close();
    events.close();
  }

  static Stream<Arguments> crashes() {
    Stream<String> good = Stream.concat(POINTS.stream(), POINTS_OF_COMMIT.stream());
    Stream<String> bad = Stream.concat(POINTS.stream(), POINTS_OF_ROLLBACK.stream());
    return Stream.concat(
        good.map(point -> Arguments.of(COMMITTED, point)),
        bad.map(point -> Arguments.of(ROLLED_BACK, point)));
  }

  @ParameterizedTest(name = "{0} after a crash at: {1}")
  @MethodSource("crashes")
  void rotationEndsByTheTruth(RotationState truth, String point) {
    Login before = Login.heldBy(worker.client(), source);
    Login wanted = truth == COMMITTED ? Login.known() : Login.unknown();
    worker.writeSecret(SECRET, wanted.json());
    failPoints.arm(point);
    String event = events.publish(SECRET);
    failPoints.awaitReached(point);

    worker.kill9();
    Canary.assertNotIn(worker, SOURCE);
    failPoints.disarm();
    worker.restart();

    Rotation rotation = RotationWatch.awaitEnd(worker.client(), event);
    assertThat(rotation.state()).as(rotation.detail()).isEqualTo(truth);
    Login held = Login.heldBy(worker.client(), source);
    assertThat(held).isEqualTo(truth == COMMITTED ? wanted : before);
    assertThat(held.works()).isTrue();
    assertThat(worker.client().datasources().test(source).success()).isTrue();
    assertThat(writesOf(rotation))
        .containsExactlyElementsOf(Collections.nCopies(truth == COMMITTED ? 1 : 2, BOTH_KEYS));
    Canary.assertNotIn(worker, SOURCE);
  }

  /** The keys of each write by this rotation, from the audit. */
  private List<List<String>> writesOf(Rotation rotation) {
    return worker.client().rotations().audit(SOURCE, 100).stream()
        .filter(entry -> entry.actor().equals("rotation/" + rotation.id()))
        .map(AuditEntry::keys)
        .filter(keys -> !keys.isEmpty())
        .toList();
  }
}
