package dev.rekey.cli.console;

import static picocli.CommandLine.ScopeType.INHERIT;

import java.util.Map;
import picocli.CommandLine.Option;

/** How results are printed. */
final class Printing {
  @Option(
      names = {"-o", "--output"},
      scope = INHERIT,
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table for people, json or yaml for scripts (table).")
  private Format format = Format.TABLE;

  @Option(
      names = {"-q", "--quiet"},
      scope = INHERIT,
      description = "No progress on stderr.")
  private boolean quiet;

  @Option(
      names = "--no-color",
      scope = INHERIT,
      description = "No colours, as with the variable NO_COLOR.")
  private boolean plain;

  Output output(Shell shell) {
    return new Output(shell.out(), format, isColoured(shell));
  }

  private boolean isColoured(Shell shell) {
    return shell.terminal() && !plain && mayBeColoured(shell.variables());
  }

  private static boolean mayBeColoured(Map<String, String> variables) {
    return variables.getOrDefault("NO_COLOR", "").isEmpty()
        && !variables.getOrDefault("TERM", "").equals("dumb");
  }

  boolean isQuiet() {
    return quiet;
  }
}
