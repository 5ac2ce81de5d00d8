package dev.rekey.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Google's own emulator of Spanner on loopback, in a process of its own: Debian's package {@code
 * google-cloud-cli-spanner-emulator} has it, elsewhere {@code SPANNER_EMULATOR} names the folder of
 * its programs. Any credential gets in. Stopped by {@link #close()}, and when the JVM ends.
 */
public final class SpannerEmulator implements AutoCloseable {
  private static final Path DEBIAN =
      Path.of("/usr/lib/google-cloud-sdk/bin/cloud_spanner_emulator");
  private static final Duration START_TIME = Duration.ofMinutes(1);

  private final HttpClient http = HttpClient.newHttpClient();
  private final int grpcPort;
  private final int restPort;
  private final Process process;

  private SpannerEmulator(int grpcPort, int restPort, Process process) {
    this.grpcPort = grpcPort;
    this.restPort = restPort;
    this.process = process;
  }

  /** The folder of its programs, which need not be there. */
  private static Path folder() {
    return Optional.ofNullable(System.getenv("SPANNER_EMULATOR")).map(Path::of).orElse(DEBIAN);
  }

  /** Whether there is one to be had on this machine; that there is none is noted. */
  public static boolean isAvailable() {
    boolean available = Files.isExecutable(folder().resolve("gateway_main"));
    if (!available) {
      NotRun.note("SPANNER", "Google's emulator of Spanner is not on this machine");
    }
    return available;
  }

  /** Starts an emulator; returns when it serves. */
  public static SpannerEmulator start() {
    Path folder = folder();
    int grpc = FreePort.find();
    int rest = FreePort.find();
    try {
      Path log = Files.createDirectories(Path.of("target")).resolve("spanner-emulator.log");
      Process process =
          new ProcessBuilder(
                  folder.resolve("gateway_main").toString(),
                  "--hostname=127.0.0.1",
                  "--grpc_port=" + grpc,
                  "--http_port=" + rest,
                  "--grpc_binary=" + folder.resolve("emulator_main"))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      var emulator = new SpannerEmulator(grpc, rest, process);
      Runtime.getRuntime().addShutdownHook(new Thread(emulator::close, "spanner-emulator-stop"));
      Eventually.get(
          START_TIME,
          () -> "the emulator of Spanner does not serve: see " + log,
          () -> emulator.tryPost("instanceConfigs", "") > 0 ? Optional.of(true) : Optional.empty());
      return emulator;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes an instance in a project. */
  public void createInstance(String project, String instance) {
    post(
        "projects/" + project + "/instances",
        """
        {"instanceId": "%2$s", "instance": {"displayName": "%2$s", "nodeCount": 1,
         "config": "projects/%1$s/instanceConfigs/emulator-config"}}"""
            .formatted(project, instance));
  }

  /** Makes a database in an instance. */
  public void createDatabase(String project, String instance, String database) {
    post(
        "projects/" + project + "/instances/" + instance + "/databases",
        "{\"createStatement\": \"CREATE DATABASE `" + database + "`\"}");
  }

  private void post(String path, String body) {
    int status = tryPost(path, body);
    if (status != 200) {
      throw new IllegalStateException(path + ": " + status);
    }
  }

  private int tryPost(String path, String body) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + restPort + "/v1/" + path))
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted at " + path, e);
    }
  }

  /** Where clients of gRPC call. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + grpcPort);
  }

  /** It has a child of its own. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
