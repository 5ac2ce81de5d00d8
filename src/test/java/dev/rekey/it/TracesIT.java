package dev.rekey.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.client.IntegrationKind;
import dev.rekey.client.Rotation;
import dev.rekey.client.RotationState;
import dev.rekey.testing.Eventually;
import dev.rekey.testing.FailPoints;
import dev.rekey.testing.KafkaBroker;
import dev.rekey.testing.RotationEvents;
import dev.rekey.testing.TraceCollector;
import dev.rekey.testing.TraceCollector.Span;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The trace of a rotation, as a collector gets it of the packaged worker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TracesIT {
  private static final String TOPIC = "traced-rotations";
  private static final Map<String, String> KEYS =
      Map.of("PGUSER", "/username", "PGPASSWORD", "/password");
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private static Path folder;

  private TraceCollector collector;
  private FailPoints failPoints;
  private RotationEvents events;
  private WorkerProcess worker;

  @BeforeAll
  void start() {
    collector = new TraceCollector();
    failPoints = new FailPoints(folder);
    KafkaBroker broker = KafkaBroker.shared();
    events = RotationEvents.newTopic(broker, TOPIC);
    worker =
        WorkerProcess.start(
            "traces",
            WorkerConfig.listening(broker.bootstrapServers(), TOPIC)
                .bind("traced", "traced_source", KEYS)
                .bind("killed", "killed_source", KEYS)
                .tracedTo(collector.endpoint()),
            failPoints);
  }

  @AfterAll
  void stop() {
    worker.close();
    events.close();
    collector.close();
  }

  @Test
  void aRolledBackRotationIsToldInTheTraceOfItsEventStepByStepAndWithoutAValue() {
    String traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    create("traced_source");
    worker.writeSecret("traced", Login.unknown().json());

    Rotation rotation =
        RotationWatch.awaitEnd(
            worker.client(),
            events.publishTraced("traced", "00-" + traceId + "-00f067aa0ba902b7-01"));
    List<Span> trace = awaitTrace(traceId, "rolled_back");

    assertThat(rotation.state()).isEqualTo(RotationState.ROLLED_BACK);
    Span event = only(trace, "event");
    assertThat(event.parent()).isEqualTo("00f067aa0ba902b7");
    assertThat(event.events()).contains("decoded");
    assertThat(trace)
        .extracting(Span::name)
        .contains("journal", "map", "fetch", "update", "verify", "test", "probe", "rollback");
    assertThat(trace)
        .filteredOn(span -> span.name().equals("journal"))
        .extracting(span -> span.attribute("rekey.state"))
        .contains("queued", "prepared", "applied", "rolling_back", "rolled_back");
    assertThat(only(trace, "fetch").parent()).isEqualTo(only(trace, "map").id());
    assertThat(only(trace, "rollback"))
        .satisfies(
            span -> {
              assertThat(span.parent()).isEqualTo(event.id());
              assertThat(span.attribute("rekey.rotation.id")).isEqualTo(rotation.id());
              assertThat(span.attribute("rekey.data_source")).contains("traced_source");
              assertThat(span.attribute("rekey.kind")).isEqualTo("POSTGRESQL");
              assertThat(span.attribute("rekey.state")).isEqualTo("rolling_back");
              assertThat(span.attribute("rekey.attempt")).isEqualTo("0");
              assertThat(span.attribute("rekey.outcome")).isEqualTo("passed");
            });
    assertThat(collector.received()).contains("traced_source").doesNotContain(Canary.TEXT);
    assertThat(worker.managementAsOpenMetrics("/q/metrics")).contains("trace_id=\"" + traceId);
    Canary.assertNotIn(worker, "traced_source");
  }

  @Test
  void whoTakesARotationOverGoesOnInItsTrace() {
    String traceId = "0af7651916cd43dd8448eb211c80319c";
    create("killed_source");
    worker.writeSecret("killed", Login.unknown().json());
    failPoints.arm("append exit Applied");
    String event = events.publishTraced("killed", "00-" + traceId + "-b7ad6b7169203331-01");
    failPoints.awaitReached("append exit Applied");

    worker.kill9();
    failPoints.disarm();
    worker.restart();
    Rotation rotation = RotationWatch.awaitEnd(worker.client(), event);

    assertThat(rotation.state()).as(rotation.detail()).isEqualTo(RotationState.ROLLED_BACK);
    assertThat(awaitTrace(traceId, "rolled_back"))
        .extracting(Span::name)
        .contains("take up", "verify", "rollback");
  }

  private void create(String name) {
    worker.client().datasources().create(IntegrationKind.POSTGRESQL, name, Login.known().config());
  }

  /** The trace, once it tells of this end. */
  private List<Span> awaitTrace(String traceId, String state) {
    return Eventually.get(
        LIMIT,
        () -> "the trace does not end: " + collector.trace(traceId),
        () ->
            Optional.of(collector.trace(traceId))
                .filter(
                    trace ->
                        trace.stream()
                            .anyMatch(
                                span ->
                                    span.name().equals("journal")
                                        && span.attribute("rekey.state").equals(state))));
  }

  private static Span only(List<Span> trace, String name) {
    assertThat(trace).filteredOn(span -> span.name().equals(name)).hasSize(1);
    return trace.stream().filter(span -> span.name().equals(name)).findFirst().orElseThrow();
  }
}
