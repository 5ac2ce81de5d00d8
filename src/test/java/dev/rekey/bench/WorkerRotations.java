package dev.rekey.bench;

import dev.rekey.client.IntegrationKind;
import dev.rekey.client.Rotation;
import dev.rekey.client.RotationFilter;
import dev.rekey.client.RotationState;
import dev.rekey.testing.Eventually;
import dev.rekey.testing.KafkaBroker;
import dev.rekey.testing.RotationEvents;
import dev.rekey.testing.TraceCollector;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Rotations of one data source by the packaged worker, one after the other, with their traces. */
final class WorkerRotations implements AutoCloseable {
  private static final String TOPIC = "bench-rotation";
  private static final String SECRET = "rotated";
  private static final String SOURCE = "rotated_source";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Longer than a rotation takes, so that few are disturbed by being asked about. */
  private static final long UNDISTURBED = TimeUnit.MILLISECONDS.toNanos(40);

  private final TestedRole role = new TestedRole("worker_rotated");
  private final TraceCollector collector = new TraceCollector();
  private final RotationEvents events;
  private final WorkerProcess worker;

  WorkerRotations() {
    KafkaBroker broker = KafkaBroker.shared();
    events = RotationEvents.newTopic(broker, TOPIC);
    worker =
        WorkerProcess.start(
            TOPIC,
            WorkerConfig.listening(broker.bootstrapServers(), TOPIC)
                .bind(SECRET, SOURCE, Map.of("PGUSER", "/username", "PGPASSWORD", "/password"))
                .tracedTo(collector.endpoint()));
    var _ = worker.client().datasources().create(IntegrationKind.POSTGRESQL, SOURCE, role.config());
  }

  /**
   * Changes the password and sends the event; returns when it is carried.
   *
   * @return the trace
   */
  String rotate() {
    worker.writeSecret(SECRET, role.change());
    String traceId = UUID.randomUUID().toString().replace("-", "");
    String event =
        events.publishTraced(SECRET, "00-%s-%s-01".formatted(traceId, traceId.substring(16)));
    LockSupport.parkNanos(UNDISTURBED);
    Rotation rotation =
        Eventually.get(LIMIT, () -> "no end of a rotation of event " + event, () -> ended(event));
    if (rotation.state() != RotationState.COMMITTED) {
      throw new IllegalStateException(rotation.state() + ": " + rotation.detail());
    }
    return traceId;
  }

  private Optional<Rotation> ended(String event) {
    return worker.client().rotations().list(RotationFilter.newest(1).ofDataSource(SOURCE)).stream()
        .filter(rotation -> rotation.eventId().contains(event) && rotation.state().isFinal())
        .findFirst();
  }

  /** How long the steps took, once the worker has sent the trace. */
  Map<Step, Long> times(String traceId) {
    return Eventually.get(
        LIMIT,
        () -> "no whole trace: " + collector.trace(traceId),
        () -> Step.times(collector.trace(traceId)));
  }

  @Override
  public void close() {
    worker.close();
    events.close();
    collector.close();
  }
}
