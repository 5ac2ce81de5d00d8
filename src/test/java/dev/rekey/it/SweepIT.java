package dev.rekey.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekey.client.DatasourceHealth;
import dev.rekey.client.HealthFilter;
import dev.rekey.client.HealthState;
import dev.rekey.client.IntegrationKind;
import dev.rekey.client.Rotation;
import dev.rekey.client.RotationFilter;
import dev.rekey.client.RotationState;
import dev.rekey.client.SweepKind;
import dev.rekey.client.SweepStatus;
import dev.rekey.testing.Concurrently;
import dev.rekey.testing.PostgresServer;
import dev.rekey.testing.RecordingPostgres;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps and a freeze over two packaged workers on one PostgreSQL. */
class SweepIT {
  private static final String LEASE = "2s";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int SOURCES = 300;
  private static final int CREATORS = 8;
  private static final int ONE_HANGS = 250;

  @TempDir private Path folder;

  @Test
  void aKilledSweepGoesOnInTheOtherWorkerWhichAlsoKnowsOfTheFreeze() throws IOException {
    AtomicInteger logins = new AtomicInteger();
    CountDownLatch hanging = new CountDownLatch(1);
    WorkerConfig config =
        stored("sweeping", WorkerConfig.silent().limited(Map.of("test-timeout", "60s")))
            .bind("login", "source_0", Map.of("PGPASSWORD", ""));

    try (RecordingPostgres target =
            RecordingPostgres.start(
                login -> logins.incrementAndGet() < ONE_HANGS || hang(hanging));
        WorkerProcess first =
            WorkerProcess.start("sweep-first", config.oneOfSeveral("first", LEASE));
        WorkerProcess other =
            first.startBeside("sweep-other", config.oneOfSeveral("other", LEASE))) {
      create(first, target.port());

      assertThat(first.client().sweeps().run(SweepKind.HEALTH)).isFalse();
      await()
          .atMost(PATIENCE)
          .until(() -> logins.get() >= ONE_HANGS && status(other).done() >= 100);
      assertThat(status(other).running()).isTrue();
      assertThat(status(other).total()).isEqualTo(SOURCES);
      long done = status(other).done();
      // Whichever of them sweeps: the other one has not begun another sweep.
      WorkerProcess sweeping = sweeps(first) ? first : other;
      WorkerProcess left = sweeping == first ? other : first;
      sweeping.kill9();
      int before = logins.get();
      hanging.countDown();

      await().atMost(PATIENCE).until(() -> !status(left).running());

      assertThat(logins.get() - before).isEqualTo((int) (SOURCES - done));
      List<DatasourceHealth> health = left.client().sweeps().health(HealthFilter.ALL);
      assertThat(health).hasSize(SOURCES).allMatch(each -> each.state() == HealthState.HEALTHY);
      waitsWhileFrozen(left);
    }
  }

  /** A freeze is seen, what is triggered waits, and goes on when it is lifted. */
  private static void waitsWhileFrozen(WorkerProcess worker) {
    worker.client().sweeps().setFreeze("Release weekend", Optional.empty());
    worker.writeSecret("login", "new");
    worker.client().rotations().trigger("dir://login");
    Rotation waiting =
        await()
            .atMost(PATIENCE)
            .until(() -> newest(worker), newest -> newest.waitingUntil().isPresent());
    assertThat(waiting.state()).isEqualTo(RotationState.QUEUED);
    assertThat(waiting.detail()).contains("Release weekend");

    worker.client().sweeps().liftFreeze();

    await()
        .atMost(PATIENCE)
        .until(() -> newest(worker).state(), state -> state == RotationState.COMMITTED);
  }

  private static Rotation newest(WorkerProcess worker) {
    return worker.client().rotations().list(RotationFilter.newest(1)).getFirst();
  }

  private static boolean hang(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  private static SweepStatus status(WorkerProcess worker) {
    return worker.client().sweeps().status(SweepKind.HEALTH);
  }

  /** By what it has tested. */
  private static boolean sweeps(WorkerProcess worker) {
    return worker.metric("rekey_tests_total", "POSTGRESQL") > 0;
  }

  private static void create(WorkerProcess worker, int port) {
    Concurrently.times(
        CREATORS,
        creator -> {
          for (int i = creator; i < SOURCES; i += CREATORS) {
            var _ =
                worker
                    .client()
                    .datasources()
                    .create(
                        IntegrationKind.POSTGRESQL,
                        "source_" + i,
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

  private WorkerConfig stored(String name, WorkerConfig config) throws IOException {
    PostgresServer store = PostgresServer.shared();
    store.createRole(name, "store-password");
    store.createDatabase(name, name);
    Path password = Files.writeString(folder.resolve(name), "store-password");
    return config.storedIn(store.jdbcUrl(name), name, password);
  }
}
