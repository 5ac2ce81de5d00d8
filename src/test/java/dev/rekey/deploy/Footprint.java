package dev.rekey.deploy;

import dev.rekey.testing.FreePort;
import dev.rekey.testing.TempFolder;
import dev.rekey.testing.WorkerForm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How fast each packaged form of the worker is ready, and what it takes when it is idle. Prints the
 * median of several starts, all with the memory options of the images, one after the other.
 */
public final class Footprint {
  private static final int STARTS = 5;
  private static final int IDLE_MILLIS = 5_000;
  private static final int PAUSE_MILLIS = 5;
  private static final Path APPLICATION = Path.of("target", "quarkus-app");
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private Footprint() {}

  /** What one start took. */
  public record Start(long readyMillis, long cpuMillis, long rssKib) {}

  /** How each form is started that is built here, by its name: the packaged jar first. */
  public static Map<String, List<String>> forms() throws IOException {
    Map<String, List<String>> forms = new LinkedHashMap<>();
    forms.put("JVM, as packaged", jar());
    if (WorkerForm.hasArchive()) {
      forms.put("JVM, flat class path", archived(false));
      forms.put("JVM, AOT cache", archived(true));
    }
    Path executable = executable();
    if (Files.exists(executable)) {
      forms.put("native", List.of(executable.toAbsolutePath().toString()));
    }
    return forms;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    say("%-28s %10s %10s %11s".formatted("", "ready", "CPU then", "idle RSS"));
    for (Map.Entry<String, List<String>> form : forms().entrySet()) {
      measure(form.getKey(), form.getValue());
    }
    say(
        "On disk: %s, with the AOT cache %s."
            .formatted(
                megabytes(size(APPLICATION) - size(APPLICATION.resolve("rekey.aot"))),
                megabytes(size(APPLICATION))));
    if (!Files.exists(executable())) {
      say("native: not built here (./mvnw package -Dnative, or deploy/images/Dockerfile.native)");
    }
  }

  private static String megabytes(long bytes) {
    return bytes / 1_000_000 + " MB";
  }

  private static List<String> jar() throws IOException {
    List<String> command = new ArrayList<>(List.of(JAVA));
    Files.readAllLines(Path.of("deploy", "images", "jvm.options")).stream()
        .filter(line -> !line.startsWith("#"))
        .forEach(command::add);
    command.addAll(List.of("-jar", APPLICATION.resolve("quarkus-run.jar").toAbsolutePath() + ""));
    return command;
  }

  private static List<String> archived(boolean isUsed) {
    return List.of(
        JAVA,
        "@" + APPLICATION.resolve("rekey.args").toAbsolutePath(),
        isUsed ? "-XX:AOTMode=on" : "-XX:AOTMode=off",
        "dev.rekey.app.Main");
  }

  private static Path executable() throws IOException {
    try (var files = Files.newDirectoryStream(Path.of("target"), "rekey-*-runner")) {
      var found = files.iterator();
      return found.hasNext() ? found.next() : Path.of("target", "none");
    }
  }

  private static void measure(String name, List<String> command)
      throws IOException, InterruptedException {
    List<Start> starts = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      starts.add(start(command));
    }
    say(
        "%-28s %7d ms %7d ms %7.0f MiB"
            .formatted(
                name,
                median(starts.stream().mapToLong(Start::readyMillis).toArray()),
                median(starts.stream().mapToLong(Start::cpuMillis).toArray()),
                median(starts.stream().mapToLong(Start::rssKib).toArray()) / 1024.0));
  }

  /** Starts a worker on a new SQLite store, waits until it is ready and idle, and stops it. */
  public static Start start(List<String> command) throws IOException, InterruptedException {
    Path folder = TempFolder.create("rekey-footprint-");
    int management = FreePort.find();
    Files.createDirectory(folder.resolve("secrets"));
    Path config =
        Files.writeString(
            folder.resolve("rekey.yaml"),
            """
            rekey:
              data-dir: %1$s/data
              http: {port: %2$d, management-port: %3$d}
              secret-stores: {directory: {path: %1$s/secrets}}
            """
                .formatted(folder, FreePort.find(), management));
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("REKEY_CONFIG", config.toString());
    builder.redirectOutput(folder.resolve("log").toFile());
    long begin = System.nanoTime();
    Process worker = builder.start();
    try {
      awaitReady(worker, management, folder.resolve("log"));
      long ready = (System.nanoTime() - begin) / 1_000_000;
      long cpu = worker.info().totalCpuDuration().orElseThrow().toMillis();
      Thread.sleep(IDLE_MILLIS);
      return new Start(ready, cpu, rssKib(worker.pid()));
    } finally {
      worker.destroy();
      int _ = worker.onExit().join().exitValue();
      TempFolder.delete(folder);
    }
  }

  private static void awaitReady(Process worker, int port, Path log)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready")).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (!isReady(http, request)) {
        if (!worker.isAlive()) {
          throw new IllegalStateException(Files.readString(log));
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  @SuppressWarnings("UnusedException") // not there yet
  private static boolean isReady(HttpClient http, HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static long rssKib(long pid) throws IOException {
    try (var lines = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    }
  }

  private static long size(Path path) throws IOException {
    if (!Files.exists(path)) {
      return 0;
    }
    long sum = 0;
    try (var files = Files.walk(path)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sum += Files.size(file);
      }
    }
    return sum;
  }

  private static long median(long[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  @SuppressWarnings("SystemOut")
  private static void say(String line) {
    System.out.println(line);
  }
}
