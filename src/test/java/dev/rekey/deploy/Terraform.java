package dev.rekey.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.testing.NotRun;
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
import java.util.regex.Pattern;

/**
 * The terraform of this machine, at work on a copy of a module, so that its state, locks and
 * downloads stay out of the tree. {@link #close()} removes the copy.
 */
final class Terraform implements AutoCloseable {
  private static final int LIMIT_MINUTES = 15;
  private static final Pattern NO_PROVIDER =
      Pattern.compile("Failed to (query available provider packages|install provider)");

  private final Path folder;
  private final Map<String, String> environment;

  private Terraform(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /** What a command said, and how it ended. */
  record Outcome(int exit, String output) {}

  /**
   * Copies a module of {@code deploy/terraform}; aborts the test when there is no terraform here.
   *
   * @param environment what commands find in their environment beside the caller's own
   */
  static Terraform onCopyOf(String module, Map<String, String> environment) {
    Path source = Path.of("deploy", "terraform", module);
    var terraform = new Terraform(TempFolder.create("rekey-terraform-"), environment);
    terraform.requireInstalled("terraform: " + source);
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
      NotRun.abort(check, "there is no terraform on the PATH");
    }
  }

  /** Gets the provider for a folder of the copy; aborts the test when this machine has none. */
  void init(String directory, String provider) {
    String reason =
        "there is no mirror of it below /opt, /usr/share, /usr/local/share or"
            + " ~/.terraform.d/plugins, and no CLI configuration (TF_CLI_CONFIG_FILE) that says"
            + " where it is";
    for (List<String> options : Providers.initOptions(provider)) {
      var arguments = new ArrayList<>(List.of("init", "-no-color", "-input=false"));
      arguments.addAll(options);
      Outcome outcome = execute(folder.resolve(directory), arguments.toArray(String[]::new));
      if (outcome.exit() == 0) {
        return;
      }
      assertThat(outcome.output()).as("terraform init").containsPattern(NO_PROVIDER);
      reason =
          options.isEmpty()
              ? "terraform init did not get it from where the CLI configuration says"
              : "terraform init did not get it with " + options;
    }
    close();
    NotRun.abort("terraform: what needs the provider " + provider, reason);
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
