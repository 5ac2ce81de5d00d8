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
import java.util.List;
import java.util.Optional;

/**
 * AWS on loopback as <a href="https://docs.getmoto.org">moto</a> plays it, in a process of its own:
 * Secrets Manager, SQS, EventBridge, IAM, STS and more behind one endpoint. Any credential gets in
 * until {@link #requireAuth()}. Stopped by {@link #close()}, and when the JVM ends.
 */
public final class MotoServer implements AutoCloseable {
  /** The account that everything belongs to when the credential names no other. */
  public static final String ACCOUNT = "123456789012";

  private static final Duration START_TIME = Duration.ofMinutes(2);
  private static final Duration ANSWER_TIME = Duration.ofSeconds(10);
  private static final String NEEDED =
      "The tests need moto, which plays AWS: pip install 'moto[server]==5.2.1'";

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI endpoint;
  private final Process process;

  private MotoServer(int port, Process process) {
    this.endpoint = URI.create("http://127.0.0.1:" + port);
    this.process = process;
  }

  /** The server that all who do not need one of their own use; started by the first call. */
  public static MotoServer shared() {
    return Shared.SERVER;
  }

  /** Starts a server; returns when it serves. */
  public static MotoServer start() {
    int port = FreePort.find();
    var server =
        new MotoServer(
            port, python("-m", "moto.server", "-H", "127.0.0.1", "-p", Integer.toString(port)));
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "moto-stop"));
    server.awaitServing();
    return server;
  }

  private void awaitServing() {
    try {
      Eventually.get(
          START_TIME,
          () -> "moto does not serve: see " + log(),
          () -> {
            if (!process.isAlive()) {
              throw new IllegalStateException(isInstalled() ? "moto ended: see " + log() : NEEDED);
            }
            return answers() ? Optional.of(true) : Optional.empty();
          });
    } catch (IllegalStateException e) {
      close();
      throw e;
    }
  }

  private static boolean isInstalled() {
    return python("-c", "import moto.server, flask").onExit().join().exitValue() == 0;
  }

  private static Process python(String... arguments) {
    var command = new ProcessBuilder("python3");
    command.command().addAll(List.of(arguments));
    try {
      Files.createDirectories(log().getParent());
      return command
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(NEEDED, e);
    }
  }

  private static Path log() {
    return Path.of("target", "moto.log");
  }

  /** Where clients send what they would send to AWS, for every service and region. */
  public URI endpoint() {
    return endpoint;
  }

  /** The server's process. */
  public long processId() {
    return process.pid();
  }

  /** Forgets everything that was made; whether credentials are checked stays as it is. */
  public void reset() {
    post("/moto-api/reset", "");
  }

  /**
   * Checks the signature and the policies of every request from the next one on, until the server
   * ends. The users, keys and policies must have been made before: nobody else gets in.
   */
  public void requireAuth() {
    post("/moto-api/reset-auth", "0");
  }

  private boolean answers() {
    try {
      var ask = HttpRequest.newBuilder(endpoint.resolve("/moto-api/")).timeout(ANSWER_TIME).build();
      return http.send(ask, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while moto started", e);
    }
  }

  private void post(String path, String body) {
    var request =
        HttpRequest.newBuilder(endpoint.resolve(path)).POST(BodyPublishers.ofString(body)).build();
    try {
      var response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(path + ": " + response.body());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted at " + path, e);
    }
  }

  /** What the server holds is of no use after a test, so it is killed. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  private static final class Shared {
    static final MotoServer SERVER = start();
  }
}
