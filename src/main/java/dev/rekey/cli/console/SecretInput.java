package dev.rekey.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where one secret value comes from: asked for, unless it is said. Never an argument. */
public final class SecretInput {
  @Option(names = "--stdin", description = "Read it from stdin, without the line break at its end.")
  private boolean fromInput;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Read it from a file, without the line break at its end.")
  private @Nullable Path file;

  @Option(names = "--env", paramLabel = "VARIABLE", description = "Take it from this variable.")
  private @Nullable String variable;

  /**
   * @throws Problem when more than one place is named
   */
  public void check() {
    int places = (fromInput ? 1 : 0) + (file == null ? 0 : 1) + (variable == null ? 0 : 1);
    if (places > 1) {
      throw Problem.usage("--stdin, --file and --env: one of them alone can be the value");
    }
  }

  /**
   * The value; asks for it with these words when no place is named.
   *
   * @throws Problem when it cannot be had, or is empty
   */
  public String read(Shell shell, String what) {
    String value = from(shell, what);
    if (value.isEmpty()) {
      throw Problem.usage(what + ": is empty");
    }
    return value;
  }

  private String from(Shell shell, String what) {
    try {
      if (fromInput) {
        return Inputs.text(shell.in().readAllBytes(), what);
      }
      if (file != null) {
        return Inputs.text(Files.readAllBytes(file), what);
      }
    } catch (IOException _) {
      throw Problem.usage(what + ": cannot be read from " + (fromInput ? "stdin" : file));
    }
    if (variable != null) {
      return Optional.ofNullable(shell.variables().get(variable))
          .orElseThrow(
              () -> Problem.usage("--env: there is no environment variable called " + variable));
    }
    return shell
        .person()
        .secret(what + ": ")
        .orElseThrow(
            () -> Problem.usage(what + ": nobody can be asked here; use --stdin, --file or --env"));
  }
}
