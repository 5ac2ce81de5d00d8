package dev.rekey.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.testing.TempFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The terraform of this machine, at work on a copy of a module, so that its state, locks and
 * downloads stay out of the tree. {@link #close()} removes the copy.
 */
final class Terraform implements AutoCloseable {
  private static final int LIMIT_MINUTES = 15;

  private final Path folder;
  private final Map<String, String> environment;

  private Terraform(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /** What a command said, and how it ended. */
  record Outcome(int exit, String output) {}

  /**
   * Copies a module of {@code deploy/terraform}.
   *
   * @param environment what commands find in their environment beside the caller's own
   * @throws org.opentest4j.TestAbortedException when there is no terraform here
   */
  static Terraform onCopyOf(String module, Map<String, String> environment) {
    Path source = Path.of("deploy", "terraform", module);
    var terraform = new Terraform(TempFolder.create("rekey-terraform-"), environment);
    terraform.requireInstalled("terraform: deploy/terraform/" + module);
    try (var files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Path copy = terraform.folder.resolve(source.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return terraform;
  }

  private void requireInstalled(String check) {
    try {
      assertThat(execute(folder, "version").exit()).isZero();
    } catch (UncheckedIOException _) {
      close();
      throw NotRun.because(check, "there is no terraform on the PATH");
    }
  }

  /**
   * Gets the provider for a folder of the copy.
   *
   * @throws org.opentest4j.TestAbortedException when this machine has no such provider
   */
  void init(String directory, String provider) {
    var arguments = new ArrayList<>(List.of("init", "-no-color", "-input=false", "-backend=false"));
    arguments.addAll(
        Providers.initArguments(provider)
            .orElseThrow(
                () -> {
                  close();
                  return NotRun.because(
                      "terraform: what needs the provider " + provider,
                      "there is no mirror of that provider below /opt, /usr/share,"
                          + " /usr/local/share or ~/.terraform.d/plugins, and no CLI configuration"
                          + " of terraform (TF_CLI_CONFIG_FILE) that would say where it is");
                }));
    var _ = run(directory, arguments.toArray(String[]::new));
  }

  /** Runs a command in a folder of the copy; one that fails fails the test. */
  String run(String directory, String... arguments) {
    Outcome outcome = execute(folder.resolve(directory), arguments);
    assertThat(outcome.exit())
        .as("terraform %s%n%s", String.join(" ", arguments), outcome.output())
        .isZero();
    return outcome.output();
  }

  private Outcome execute(Path directory, String... arguments) {
    Path output = folder.resolve("output.txt");
    Path answer = folder.resolve("answer.txt");
    var command = new ProcessBuilder("terraform");
    command.command().addAll(List.of(arguments));
    command.directory(directory.toFile());
    command.environment().keySet().removeIf(Terraform::wouldChangeTheOutcome);
    command.environment().putAll(settings());
    try {
      var process = command.redirectOutput(answer.toFile()).redirectError(output.toFile()).start();
      try {
        assertThat(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)).isTrue();
      } finally {
        process.destroyForcibly();
      }
      boolean done = process.exitValue() == 0;
      return new Outcome(
          process.exitValue(), Files.readString(answer) + (done ? "" : Files.readString(output)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while terraform ran", e);
    }
  }

  private static boolean wouldChangeTheOutcome(String variable) {
    return variable.startsWith("TF_") || variable.startsWith("AWS_");
  }

  private Map<String, String> settings() {
    var settings = new HashMap<>(environment);
    settings.put("TF_IN_AUTOMATION", "1");
    // Terraform would ask its maker's site for a newer version.
    settings.put("CHECKPOINT_DISABLE", "1");
    Providers.cliConfiguration()
        .ifPresent(file -> settings.put("TF_CLI_CONFIG_FILE", file.toString()));
    return settings;
  }

  @Override
  public void close() {
    TempFolder.delete(folder);
  }
}
