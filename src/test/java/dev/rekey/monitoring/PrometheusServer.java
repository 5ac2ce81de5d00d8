package dev.rekey.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekey.testing.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/** A real Prometheus on loopback, in a process of its own. Stopped by {@link #close()}. */
public final class PrometheusServer implements AutoCloseable {
  static final Path PROMTOOL = Path.of("/usr/bin/promtool");

  private static final Path SERVER = Path.of("/usr/bin/prometheus");

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = FreePort.find();
  private final Process process;

  private PrometheusServer(Path folder, String rules, int scraped) {
    try {
      Files.writeString(folder.resolve("alerts.yaml"), rules);
      Path config =
          Files.writeString(
              folder.resolve("prometheus.yml"),
              """
              global:
                scrape_interval: 1s
                evaluation_interval: 1s
              rule_files: [alerts.yaml]
              scrape_configs:
                - job_name: rekey
                  metrics_path: /q/metrics
                  static_configs:
                    - targets: ["127.0.0.1:%d"]
              """
                  .formatted(scraped));
      process =
          new ProcessBuilder(
                  SERVER.toString(),
                  "--config.file=" + config,
                  "--storage.tsdb.path=" + folder.resolve("data"),
                  "--web.listen-address=127.0.0.1:" + port)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("prometheus.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "prometheus-stop"));
  }

  static boolean isInstalled() {
    return Files.isExecutable(SERVER);
  }

  /**
   * Starts a server; returns at once.
   *
   * @param folder an empty one
   * @param rules the text of a file of rules
   * @param scraped the port of a worker's metrics
   */
  static PrometheusServer start(Path folder, String rules, int scraped) {
    return new PrometheusServer(folder, rules, scraped);
  }

  /** The names of the alerts that fire now; none while it does not answer. */
  Set<String> firing() {
    Set<String> names = new TreeSet<>();
    for (JsonNode alert : get("/api/v1/alerts").path("data").path("alerts")) {
      if (alert.path("state").asText().equals("firing")) {
        names.add(alert.path("labels").path("alertname").asText());
      }
    }
    return names;
  }

  /** Whether it has scraped the worker. */
  boolean sees(String metric) {
    return !get("/api/v1/query?query=" + metric).path("data").path("result").isEmpty();
  }

  private JsonNode get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(5))
            .build();
    ObjectMapper json = new ObjectMapper();
    try {
      return json.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException notYet) {
      return json.createObjectNode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
