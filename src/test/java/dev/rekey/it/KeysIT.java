package dev.rekey.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekey.client.IntegrationKind;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The keys of a packaged worker are exchanged while it is killed again and again. */
class KeysIT {
  private static final int DATA_SOURCES = 20;
  private static final int KEYS = 100;
  private static final int KILLS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Random random = new Random(20261124);

  private static String value(int dataSource, int key) {
    return "canary-" + dataSource + "-" + key;
  }

  @Test
  void killedAtAnyMomentTheWorkerGoesOnAndEveryValueIsReadable() throws IOException {
    try (WorkerProcess worker = WorkerProcess.start("keys", WorkerConfig.silent())) {
      Map<Integer, String> ids = fill(worker);
      Path master = worker.dataFolder().resolve("master.keyset.json");
      String before = Files.readString(master);

      for (int i = 0; i < KILLS; i++) {
        Object _ = worker.client().admin().rotateKeys();
        await().pollDelay(Duration.ofMillis(random.nextInt(60))).atMost(PATIENCE).until(() -> true);
        worker.kill9();
        worker.restart();
        assertAllReadable(worker, ids);
      }
      Object _ = worker.client().admin().rotateKeys();
      await().atMost(PATIENCE).until(() -> !worker.client().admin().keyRotation().running());

      assertAllReadable(worker, ids);
      assertThat(Files.readString(master)).isNotEqualTo(before);
      worker.stop();
      worker.restart();
      assertAllReadable(worker, ids);
      assertNothingLiesOpen(worker);
    }
  }

  private static Map<Integer, String> fill(WorkerProcess worker) {
    Map<Integer, String> ids = new HashMap<>();
    for (int i = 0; i < DATA_SOURCES; i++) {
      Map<String, String> config = new HashMap<>();
      config.put("KAFKA_BOOTSTRAP_SERVER", "127.0.0.1:1");
      config.put("KAFKA_TOPIC", "t");
      for (int j = 0; j < KEYS; j++) {
        config.put("SECRET_" + j, value(i, j));
      }
      ids.put(
          i,
          worker.client().datasources().create(IntegrationKind.KAFKA, "kafka_" + i, config).id());
    }
    return ids;
  }

  private static void assertAllReadable(WorkerProcess worker, Map<Integer, String> ids) {
    var listing = worker.client().datasources().listWithSecrets(true);
    ids.forEach(
        (i, id) ->
            assertThat(listing.datasources())
                .filteredOn(each -> each.datasource().id().equals(id))
                .singleElement()
                .satisfies(
                    each -> {
                      for (int j = 0; j < KEYS; j++) {
                        String name = "SECRET_" + j;
                        String expected = value(i, j);
                        assertThat(each.keys())
                            .anyMatch(
                                key ->
                                    key.name().equals(name)
                                        && key.value().orElse("").equals(expected));
                      }
                    }));
  }

  private static void assertNothingLiesOpen(WorkerProcess worker) throws IOException {
    try (var files = Files.list(worker.dataFolder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("canary-");
      }
    }
    assertThat(Files.readString(worker.log())).doesNotContain("canary-");
  }
}
