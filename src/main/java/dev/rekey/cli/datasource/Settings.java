package dev.rekey.cli.datasource;

import dev.rekey.cli.console.Inputs;
import dev.rekey.cli.console.Problem;
import dev.rekey.cli.console.Shell;
import dev.rekey.client.Config;
import dev.rekey.client.IntegrationKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import picocli.CommandLine.Option;

/** Config keys with their values as a command line gives them: secrets never as arguments. */
final class Settings {
  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A key with its value. Refused for a secret: others see arguments.")
  private List<String> values = new ArrayList<>();

  @Option(
      names = "--set-file",
      paramLabel = "KEY=FILE",
      description = "A key with what a file holds, without the line break at its end.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--set-base64-file",
      paramLabel = "KEY=FILE",
      description = "A key with the bytes of a file in base64, as service-account keys are given.")
  private List<String> base64Files = new ArrayList<>();

  @Option(
      names = "--set-env",
      paramLabel = "KEY=VARIABLE",
      description = "A key with what an environment variable holds.")
  private List<String> fromVariables = new ArrayList<>();

  @Option(
      names = "--set-stdin",
      paramLabel = "KEY",
      description = "A key with what comes in by stdin, without the line break at its end.")
  private List<String> fromInput = new ArrayList<>();

  @Option(
      names = "--set-secret",
      paramLabel = "KEY=ID",
      description = "A key that holds whatever the secret with this id holds (`secrets list`).")
  private List<String> secretIds = new ArrayList<>();

  @Option(
      names = "--prompt",
      paramLabel = "KEY",
      description = "A key whose value is asked for, and not shown while it is typed.")
  private List<String> prompted = new ArrayList<>();

  boolean isEmpty() {
    return values.isEmpty()
        && files.isEmpty()
        && base64Files.isEmpty()
        && fromVariables.isEmpty()
        && fromInput.isEmpty()
        && secretIds.isEmpty()
        && prompted.isEmpty();
  }

  /** Whether each of them is well formed, as far as that can be seen without their kind. */
  void check() {
    if (fromInput.size() > 1) {
      throw Problem.usage("--set-stdin: one key alone can be read from stdin");
    }
    var _ = given();
  }

  /**
   * What the keys are to hold. Reads files, stdin and variables, and asks.
   *
   * @throws Problem when one cannot be had, or is a secret and stands in the arguments
   */
  Config read(IntegrationKind kind, Shell shell) {
    var config = Config.empty();
    for (Map.Entry<String, Given> each : given().entrySet()) {
      if (each.getValue() instanceof Given.Value) {
        refuseSecret(kind, each.getKey());
      }
      config = Resolver.put(config, each.getKey(), each.getValue(), shell);
    }
    for (String key : fromInput) {
      config = config.with(key, input(key, shell));
    }
    for (String key : prompted) {
      config = config.with(key, typed(key, shell));
    }
    return config;
  }

  private Map<String, Given> given() {
    var given = new LinkedHashMap<String, Given>();
    BiConsumer<String, Given> put =
        (key, value) -> {
          if (given.put(key, value) != null || fromInput.contains(key) || prompted.contains(key)) {
            throw Problem.usage(key + ": is given more than once");
          }
        };
    split("--set", values, (key, text) -> put.accept(key, new Given.Value(text)));
    split("--set-file", files, (key, text) -> put.accept(key, new Given.FromFile(Path.of(text))));
    split(
        "--set-base64-file",
        base64Files,
        (key, text) -> put.accept(key, new Given.Base64OfFile(Path.of(text))));
    split("--set-env", fromVariables, (key, text) -> put.accept(key, new Given.FromVariable(text)));
    split("--set-secret", secretIds, (key, text) -> put.accept(key, new Given.SecretId(text)));
    return given;
  }

  private static void split(
      String option, List<String> assignments, BiConsumer<String, String> each) {
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw Problem.usage(option + ": must be KEY=..., such as " + option + " PGHOST=...");
      }
      each.accept(assignment.substring(0, equals), assignment.substring(equals + 1));
    }
  }

  private static void refuseSecret(IntegrationKind kind, String key) {
    if (Kinds.isSecret(kind, key)) {
      throw Problem.usage(
          ("%1$s: is a secret, and arguments are seen by others and kept by the shell; give it by"
                  + " --prompt %1$s, --set-stdin %1$s, --set-file %1$s=FILE or --set-env"
                  + " %1$s=VARIABLE")
              .formatted(key));
    }
  }

  private static String input(String key, Shell shell) {
    try {
      return Inputs.text(shell.in().readAllBytes(), key + ": what came in by stdin");
    } catch (IOException _) {
      throw Problem.usage(key + ": stdin cannot be read");
    }
  }

  private static String typed(String key, Shell shell) {
    return shell
        .person()
        .secret(key + ": ")
        .orElseThrow(
            () ->
                Problem.usage(
                    "--prompt: nobody can be asked here; use --set-stdin, --set-file or"
                        + " --set-env"));
  }
}
