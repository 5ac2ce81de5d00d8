package dev.rekey.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.client.AuditEntry;
import dev.rekey.client.IntegrationKind;
import dev.rekey.client.Rotation;
import dev.rekey.client.RotationFilter;
import dev.rekey.client.RotationState;
import dev.rekey.testing.Concurrently;
import dev.rekey.testing.Eventually;
import dev.rekey.testing.FailPoints;
import dev.rekey.testing.KafkaBroker;
import dev.rekey.testing.PostgresServer;
import dev.rekey.testing.RecordingPostgres;
import dev.rekey.testing.RotationEvents;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two packaged workers on one PostgreSQL. */
class TwoWorkersIT {
  private static final String LEASE = "2s";

  /** The lease, and five seconds. */
  private static final Duration TAKEN_OVER = Duration.ofSeconds(7);

  private static final int SOURCES = 500;
  private static final int EVENTS_PER_SOURCE = 20;
  private static final int CREATORS = 16;
  private static final Duration DRAINED = Duration.ofSeconds(120);

  @TempDir private Path folder;

  @Test
  void whatAKilledWorkerHasBegunTheOtherOneFinishes() throws IOException {
    KafkaBroker broker = KafkaBroker.shared();
    String topic = "takeover";
    WorkerConfig config =
        stored("takeover", WorkerConfig.listening(broker.bootstrapServers(), topic))
            .bind("login", "taken_source", Map.of("PGPASSWORD", "/password"));
    FailPoints failPoints = new FailPoints(Files.createDirectory(folder.resolve("points")));
    Login login = Login.known();
    Login next = login.withNewPassword();

    try (RotationEvents events = RotationEvents.newTopic(broker, topic);
        WorkerProcess first =
            WorkerProcess.start(
                "two-workers-first", config.oneOfSeveral("first", LEASE), failPoints)) {
      String source =
          first
              .client()
              .datasources()
              .create(IntegrationKind.POSTGRESQL, "taken_source", login.config())
              .id();
      PostgresServer.shared().changePassword(next.user(), next.password());
      first.writeSecret("login", next.json());
      failPoints.arm("append exit Applied");
      String event = events.publish("login");
      failPoints.awaitReached("append exit Applied");
      try (WorkerProcess other =
          first.startBeside("two-workers-other", config.oneOfSeveral("other", LEASE))) {
        first.kill9();

        Rotation rotation =
            Eventually.get(
                TAKEN_OVER,
                () -> "not taken over",
                () ->
                    other.client().rotations().list(RotationFilter.newest(10)).stream()
                        .filter(each -> each.eventId().endsWith(event))
                        .filter(each -> each.state() == RotationState.COMMITTED)
                        .findFirst());

        assertThat(rotation.changedKeys()).containsExactly("PGPASSWORD");
        assertThat(Login.heldBy(other.client(), source)).isEqualTo(next);
        assertThat(other.client().rotations().audit("taken_source", 10))
            .extracting(AuditEntry::action)
            .containsExactly("rotate", "create");
      }
    }
  }

  @Test
  void tenThousandEventsOverBothAreEachDoneOnce() throws IOException {
    KafkaBroker broker = KafkaBroker.shared();
    String topic = "ten-thousand";
    List<String> names = IntStream.range(0, SOURCES).mapToObj(i -> "both_" + i).toList();
    WorkerConfig config =
        stored("ten_thousand", WorkerConfig.listening(broker.bootstrapServers(), topic));
    for (String name : names) {
      config = config.bind(name, name, Map.of("PGPASSWORD", ""));
    }

    try (RecordingPostgres target = RecordingPostgres.start(login -> true);
        RotationEvents events = RotationEvents.newTopic(broker, topic, 8);
        WorkerProcess first = WorkerProcess.start("two-workers-a", config.oneOfSeveral("a", "5s"));
        WorkerProcess other = first.startBeside("two-workers-b", config.oneOfSeveral("b", "5s"))) {
      create(first, names, target.port());
      names.forEach(name -> first.writeSecret(name, "new " + name));

      events.publishAll(shuffled(names));

      List<Rotation> ended =
          Eventually.get(DRAINED, () -> "not drained", () -> drained(first, names));
      assertThat(handled(first)).as("events that the first took").isPositive();
      assertThat(handled(other)).as("events that the other took").isPositive();
      assertThat(handled(first) + handled(other)).isEqualTo(SOURCES * EVENTS_PER_SOURCE);
      assertThat(ended)
          .extracting(Rotation::state)
          .isSubsetOf(RotationState.COMMITTED, RotationState.UNCHANGED, RotationState.SUPERSEDED);
      assertThat(
              ended.stream()
                  .filter(rotation -> rotation.state() == RotationState.COMMITTED)
                  .map(Rotation::dataSource))
          .hasSameElementsAs(names)
          .doesNotHaveDuplicates();
      assertThat(writes(first)).as("writes of each data source").hasSize(SOURCES).containsOnly(1L);
    }
  }

  private WorkerConfig stored(String name, WorkerConfig config) throws IOException {
    PostgresServer store = PostgresServer.shared();
    store.createRole(name, "store-password");
    store.createDatabase(name, name);
    Path password = Files.writeString(folder.resolve(name), "store-password");
    return config.storedIn(store.jdbcUrl(name), name, password);
  }

  private static void create(WorkerProcess worker, List<String> names, int port) {
    Concurrently.times(
        CREATORS,
        creator -> {
          for (int i = creator; i < names.size(); i += CREATORS) {
            worker
                .client()
                .datasources()
                .create(
                    IntegrationKind.POSTGRESQL,
                    names.get(i),
                    Map.of(
                        "PGHOST", "127.0.0.1",
                        "PGPORT", String.valueOf(port),
                        "PGSSLMODE", "disable",
                        "PGDATABASE", "any",
                        "PGUSER", "any",
                        "PGPASSWORD", "old"));
          }
          return creator;
        });
  }

  private static List<String> shuffled(List<String> names) {
    List<String> all = new ArrayList<>();
    IntStream.range(0, EVENTS_PER_SOURCE).forEach(i -> all.addAll(names));
    Collections.shuffle(all, new Random(7));
    return all;
  }

  /** All rotations, when every event is taken in and nothing is open. */
  private static Optional<List<Rotation>> drained(WorkerProcess worker, List<String> names) {
    List<Rotation> all = worker.client().rotations().list(RotationFilter.newest(100_000));
    boolean done =
        all.stream().allMatch(rotation -> rotation.state().isFinal())
            && all.stream().map(Rotation::dataSource).distinct().count() == names.size();
    return Optional.of(all).filter(some -> done);
  }

  private static long handled(WorkerProcess worker) {
    return (long) worker.metric("rekey_events_received_total", "kafka");
  }

  private static List<Long> writes(WorkerProcess worker) {
    Map<String, Long> byDataSource =
        worker.client().rotations().audit("", 1000).stream()
            .filter(entry -> entry.action().equals("rotate"))
            .collect(Collectors.groupingBy(AuditEntry::dataSource, Collectors.counting()));
    return List.copyOf(byDataSource.values());
  }
}
