package dev.rekey.testing;

import dev.rekey.client.RekeyClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The packaged worker in a process of its own, with a folder of its own, on loopback. It can be
 * killed and started again on the same data. Stopped by {@link #close()}, and when the JVM ends;
 * its log stays in {@code target/worker}. Not thread-safe.
 */
public final class WorkerProcess implements AutoCloseable {
  static final Path APPLICATION = Path.of("target", "quarkus-app");

  private static final Path JAR = APPLICATION.resolve("quarkus-run.jar");
  private static final Duration START_LIMIT = Duration.ofSeconds(120);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final int TAIL_LINES = 40;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder = TempFolder.create("rekey-worker-");
  private final int port = FreePort.find();
  private final int managementPort = FreePort.find();
  private final WorkerForm form;
  private final Path jar;
  private final List<String> jvmOptions;
  private final List<String> container;
  private final Path log;
  private final ReentrantLock lock = new ReentrantLock();
  private Process process;
  private boolean removed;
  private @Nullable RekeyClient client;

  private WorkerProcess(
      String name,
      WorkerConfig config,
      WorkerForm form,
      Path jar,
      List<String> jvmOptions,
      boolean isContained,
      Optional<WorkerProcess> beside) {
    this.container = isContained ? Container.around(folder) : List.of();
    this.form = form;
    this.jar = jar.toAbsolutePath();
    this.jvmOptions = List.copyOf(jvmOptions);
    log = Path.of("target", "worker", name + ".log").toAbsolutePath();
    try {
      Files.createDirectories(log.getParent());
      Files.deleteIfExists(log);
      Files.createDirectory(temporaryFolder());
      if (beside.isPresent()) {
        share(beside.get());
      } else {
        Files.createDirectory(secretsFolder());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    configure(config);
    process = launch();
    Runtime.getRuntime().addShutdownHook(new Thread(this::remove, "worker-stop"));
  }

  /**
   * Starts a worker; returns when it is ready.
   *
   * @param name of its log
   */
  public static WorkerProcess start(String name, WorkerConfig config) {
    return start(name, config, WorkerForm.configured());
  }

  /** Starts a worker of this form; returns when it is ready. */
  public static WorkerProcess start(String name, WorkerConfig config, WorkerForm form) {
    return start(name, config, form, JAR, List.of());
  }

  /** Starts a worker that has these fail points; returns when it is ready. */
  public static WorkerProcess start(String name, WorkerConfig config, FailPoints failPoints) {
    return start(name, config, WorkerForm.configured(), failPoints.jar(), failPoints.jvmOptions());
  }

  private static WorkerProcess start(
      String name, WorkerConfig config, WorkerForm form, Path jar, List<String> jvmOptions) {
    var worker = new WorkerProcess(name, config, form, jar, jvmOptions, false, Optional.empty());
    worker.awaitReady();
    return worker;
  }

  /**
   * Starts a worker as a container would: its folder is all that it can write to, and it has an uid
   * that nobody knows and no capabilities. Aborts the test where that cannot be done.
   */
  public static WorkerProcess startContained(String name, WorkerConfig config) {
    Container.require();
    var worker =
        new WorkerProcess(
            name, config, WorkerForm.configured(), JAR, List.of(), true, Optional.empty());
    worker.awaitReady();
    return worker;
  }

  /** Starts a worker whose JVM has further options; returns when it is ready. */
  public static WorkerProcess startTraced(
      String name, WorkerConfig config, List<String> jvmOptions) {
    return start(name, config, WorkerForm.configured(), JAR, jvmOptions);
  }

  /** Starts a further worker with the secrets, the master key and the clients of this one. */
  public WorkerProcess startBeside(String name, WorkerConfig config) {
    var worker =
        new WorkerProcess(
            name, config, WorkerForm.configured(), JAR, List.of(), false, Optional.of(this));
    worker.awaitReady();
    return worker;
  }

  private void share(WorkerProcess other) throws IOException {
    Files.createSymbolicLink(secretsFolder(), other.secretsFolder());
    Files.createDirectory(dataFolder());
    for (String file : List.of("master.keyset.json", "client.env")) {
      Files.copy(
          other.dataFolder().resolve(file),
          dataFolder().resolve(file),
          StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  /** A client with all permissions; made anew after each start. */
  public RekeyClient client() {
    RekeyClient made = client;
    if (made == null) {
      made = RekeyClient.create(clientVariables());
      client = made;
    }
    return made;
  }

  /** What the worker wrote for its first client, and where it listens. */
  public Map<String, String> clientVariables() {
    var variables = new HashMap<String, String>();
    try {
      for (String line : Files.readAllLines(dataFolder().resolve("client.env"))) {
        int equals = line.indexOf('=');
        if (equals > 0 && !line.startsWith("#")) {
          variables.put(line.substring(0, equals), line.substring(equals + 1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    variables.put("CHALK_API_SERVER", apiAddress());
    return Map.copyOf(variables);
  }

  /** The port of health and metrics, on loopback. */
  public int managementPort() {
    return managementPort;
  }

  /** Where the API is, as a URL. */
  public String apiAddress() {
    return "http://127.0.0.1:" + port;
  }

  /** Replaces a secret of the worker's directory in one step. */
  public void writeSecret(String name, String content) {
    try {
      Path next = Files.writeString(secretsFolder().resolve("." + name + ".next"), content);
      Files.move(next, secretsFolder().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the worker as a crash of the machine would: it can do nothing about it. */
  public void kill9() {
    closeClient();
    process.destroyForcibly().onExit().join();
  }

  /**
   * Asks the worker to stop, and waits until it has.
   *
   * @throws IllegalStateException when it does not
   */
  public void stop() {
    closeClient();
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        kill9();
        throw new IllegalStateException("The worker does not stop." + tail());
      }
    } catch (InterruptedException e) {
      kill9();
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Starts the worker again on the data it had; returns when it is ready.
   *
   * @throws IllegalStateException when it has not ended before
   */
  public void restart() {
    relaunch();
    awaitReady();
  }

  /**
   * Starts the worker again on the data it had; returns at once.
   *
   * @throws IllegalStateException when it has not ended before
   */
  public void relaunch() {
    if (process.isAlive()) {
      throw new IllegalStateException("The worker is still running.");
    }
    lock.lock();
    try {
      if (removed) {
        throw new IllegalStateException("The worker is removed.");
      }
      process = launch();
    } finally {
      lock.unlock();
    }
  }

  /** The page of a management path, such as {@code /q/metrics}. */
  public String management(String path) {
    return fetch(path).map(HttpResponse::body).orElseThrow(IllegalStateException::new);
  }

  /** The same as OpenMetrics, which has examples. */
  public String managementAsOpenMetrics(String path) {
    return fetch(path, "application/openmetrics-text;version=1.0.0,*/*;q=0.1")
        .map(HttpResponse::body)
        .orElseThrow(IllegalStateException::new);
  }

  /** The status of a management path; 0 when nobody answers. */
  public int managementStatus(String path) {
    return fetch(path).map(HttpResponse::statusCode).orElse(0);
  }

  /** The sum of a metric over all its labels that contain this text; 0 when there is none. */
  public double metric(String name, String label) {
    return management("/q/metrics")
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** What the worker is to find when it starts the next time. */
  public void configure(WorkerConfig config) {
    try {
      Files.writeString(
          configFile(), config.yaml(dataFolder(), secretsFolder(), port, managementPort));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the worker ended with. */
  public int exitCode() {
    return process.exitValue();
  }

  public long pid() {
    return process.pid();
  }

  /** Everything the worker has written to its output, over all its starts. */
  public Path log() {
    return log;
  }

  /** Where the worker runs; its data and secrets are below. */
  public Path folder() {
    return folder;
  }

  public Path dataFolder() {
    return folder.resolve("data");
  }

  /** Kills the worker and removes its folder. */
  @Override
  public void close() {
    closeClient();
    remove();
  }

  /** The end of the JVM may come while a test starts the worker again. */
  private void remove() {
    lock.lock();
    try {
      removed = true;
      process.destroyForcibly().onExit().join();
      TempFolder.delete(folder);
    } finally {
      lock.unlock();
    }
  }

  private void closeClient() {
    if (client != null) {
      client.close();
      client = null;
    }
  }

  private Process launch() {
    List<String> command = new ArrayList<>(container);
    command.addAll(WorkerCommand.of(form, jar, jvmOptions, temporaryFolder()));
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    // What the developer has set for a worker or a client of their own must not reach this one.
    builder
        .environment()
        .keySet()
        .removeIf(
            name -> name.matches("_?(REKEY|QUARKUS|CHALK|KAFKA|SMALLRYE|AWS|GOOGLE|PUBSUB)_.*"));
    builder.environment().put("REKEY_CONFIG", configFile().toString());
    builder.environment().put("AWS_ACCESS_KEY_ID", "worker");
    builder.environment().put("AWS_SECRET_ACCESS_KEY", "of the tests");
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns when the worker can be used.
   *
   * @throws IllegalStateException when it ends instead
   */
  public void awaitReady() {
    try {
      Eventually.get(
          START_LIMIT,
          () -> "The worker does not get ready." + tail(),
          () -> {
            if (!process.isAlive()) {
              throw new IllegalStateException("The worker ended." + tail());
            }
            return fetch("/q/health/ready").filter(response -> response.statusCode() == 200);
          });
    } catch (IllegalStateException e) {
      dumpThreads();
      process.destroyForcibly();
      throw e;
    }
  }

  /** For whoever has to find out why a worker that is alive does not answer. */
  private void dumpThreads() {
    if (process.isAlive()) {
      String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
      Path dump = Path.of(log + ".threads");
      try {
        Files.deleteIfExists(dump);
        int _ =
            new ProcessBuilder(jcmd, String.valueOf(pid()), "Thread.dump_to_file", dump.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .onExit()
                .join()
                .exitValue();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Optional<HttpResponse<String>> fetch(String path) {
    return fetch(path, "text/plain,*/*;q=0.9");
  }

  private Optional<HttpResponse<String>> fetch(String path, String accepted) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
            .header("Accept", accepted)
            .timeout(Duration.ofSeconds(10))
            .build();
    try {
      return Optional.of(http.send(request, HttpResponse.BodyHandlers.ofString()));
    } catch (IOException unanswered) {
      // Not there yet; or it is a connection to the one before, which was killed.
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private String tail() {
    try {
      List<String> lines = Files.readAllLines(log);
      return " The end of %s:%n%s"
          .formatted(
              log,
              String.join(
                  "\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path configFile() {
    return folder.resolve("rekey.yaml");
  }

  private Path temporaryFolder() {
    return folder.resolve("tmp");
  }

  private Path secretsFolder() {
    return folder.resolve("secrets");
  }
}
