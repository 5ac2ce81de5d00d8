package dev.rekey.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rekey.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The packaged command line, started by its script, in a process of its own. */
final class CommandProcess implements AutoCloseable {
  static final Path SCRIPT = Path.of("deploy", "bin", "rekey").toAbsolutePath();

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Process process;
  private final Path out;
  private final Path err;

  /** What a command printed, and how it ended. */
  record Result(int code, String out, String err) {
    String printed() {
      return out + err;
    }
  }

  private CommandProcess(
      Path folder, Map<String, String> variables, String input, List<String> command) {
    try {
      out = Files.createTempFile(folder, "out", "");
      err = Files.createTempFile(folder, "err", "");
      Path in = Files.writeString(Files.createTempFile(folder, "in", ""), input);
      var builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      Map<String, String> environment = builder.environment();
      environment.keySet().removeIf(name -> name.matches("_?(REKEY|CHALK|XDG)_.*"));
      environment.put("JAVA_HOME", System.getProperty("java.home"));
      environment.put("HOME", folder.toString());
      environment.putAll(variables);
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts {@code rekey} with these arguments.
   *
   * @param folder where it runs, and its home
   */
  static CommandProcess start(
      Path folder, Map<String, String> variables, String input, String... arguments) {
    var command = new ArrayList<String>();
    // Whoever starts the tests in the background has them ignore Ctrl-C, and what they start too.
    command.addAll(List.of("env", "--default-signal=INT", SCRIPT.toString()));
    command.addAll(Arrays.asList(arguments));
    return new CommandProcess(folder, variables, input, command);
  }

  /** Starts a shell with this script. */
  static CommandProcess shell(Path folder, Map<String, String> variables, String script) {
    return new CommandProcess(folder, variables, "", List.of("bash", "-euc", script));
  }

  /** Waits until the command has ended. */
  Result end() {
    try {
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("The command does not end: " + text(out) + text(err));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      close();
    }
    return new Result(process.exitValue(), text(out), text(err));
  }

  /** Waits until the command has printed this, on either stream. */
  void awaitText(String text) {
    Eventually.get(
        LIMIT,
        () -> "The command does not print " + text + ": " + text(out) + text(err),
        () -> (text(out) + text(err)).contains(text) ? Optional.of(true) : Optional.empty());
  }

  /** What Ctrl-C does. */
  void interrupt() {
    try {
      int _ =
          new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
              .inheritIO()
              .start()
              .onExit()
              .join()
              .exitValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
