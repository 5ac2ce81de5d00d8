package dev.rekey.cli.console;

import picocli.CommandLine.Option;

/** Lets a person think again before something is gone for good. */
public final class Confirmation {
  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask; needed where nobody can be asked.")
  private boolean sure;

  /**
   * Asks, unless they said on the command line that they are sure.
   *
   * @throws Problem when they do not want it, or nobody can be asked
   */
  public void ask(Shell shell, String question) {
    if (sure) {
      return;
    }
    if (!shell.terminal()) {
      throw Problem.usage("--yes: is needed where nobody can be asked");
    }
    String answer = shell.person().line(question + " [y/N] ").orElse("");
    if (!answer.strip().matches("(?i)y(es)?")) {
      throw new Problem(ExitCode.FAILED, "nothing was done");
    }
  }
}
