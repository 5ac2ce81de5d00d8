package dev.rekey.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekey.client.IntegrationKind;
import dev.rekey.testing.FaultProxy;
import dev.rekey.testing.KafkaBroker;
import dev.rekey.testing.NotRun;
import dev.rekey.testing.PostgresServer;
import dev.rekey.testing.RotationEvents;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus with the shipped rules, and a packaged worker that gives it reasons. */
class PrometheusIT {
  private static final String TOPIC = "alerted-rotations";
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir private Path folder;

  @Test
  void aRollbackAndARotationThatIsStuckAreAlertedAndTheAlertsClear() throws IOException {
    if (!PrometheusServer.isInstalled()) {
      NotRun.abort(
          "the shipped alert rules in a Prometheus",
          "there is no prometheus: apt-get install prometheus");
    }
    KafkaBroker broker = KafkaBroker.shared();
    String password = "login of the alert test";
    PostgresServer.shared().createRole("alerted", password);
    try (RotationEvents events = RotationEvents.newTopic(broker, TOPIC);
        FaultProxy proxy = FaultProxy.to("127.0.0.1", PostgresServer.shared().port());
        WorkerProcess worker =
            WorkerProcess.start(
                "prometheus",
                WorkerConfig.listening(broker.bootstrapServers(), TOPIC)
                    .bind("alerted", "alerted_source", Map.of("PGPASSWORD", "/password")));
        PrometheusServer prometheus =
            PrometheusServer.start(
                Files.createDirectory(folder.resolve("prometheus")),
                hurried(Files.readString(Path.of("deploy", "monitoring", "alerts.yaml"))),
                worker.managementPort())) {
      var _ =
          worker
              .client()
              .datasources()
              .create(
                  IntegrationKind.POSTGRESQL,
                  "alerted_source",
                  Map.of(
                      "PGHOST",
                      "127.0.0.1",
                      "PGPORT",
                      String.valueOf(proxy.port()),
                      "PGDATABASE",
                      PostgresServer.SUPERUSER,
                      "PGUSER",
                      "alerted",
                      "PGPASSWORD",
                      password));
      worker.writeSecret("alerted", "{\"password\":\"wrong\"}");
      await().atMost(LIMIT).until(() -> prometheus.sees("rekey_rollbacks_total"));
      await().atMost(LIMIT).untilAsserted(() -> assertThat(prometheus.firing()).isEmpty());

      proxy.blackHole();
      events.publish("alerted");
      await()
          .atMost(LIMIT)
          .untilAsserted(() -> assertThat(prometheus.firing()).contains("RekeyRotationStuck"));
      proxy.pass();

      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> assertThat(prometheus.firing()).containsExactly("RekeyRotationRolledBack"));
      await().atMost(LIMIT).untilAsserted(() -> assertThat(prometheus.firing()).isEmpty());
    }
  }

  /** The same rules, with seconds in the place of minutes and hours. */
  private static String hurried(String rules) {
    return rules
        .replace("interval: 30s", "interval: 1s")
        .replace("[15m]", "[20s]")
        .replace("_seconds) > 900", "_seconds) > 3")
        .replaceAll("for: [0-9]+[mh]", "for: 1s");
  }
}
