package dev.rekey.cli.help;

import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Problem;
import dev.rekey.cli.console.Session;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what lets a shell complete commands. */
@Command(
    name = "completion",
    description = {
      "Prints a script that lets a shell complete commands and options.",
      "bash, zsh: source <(rekey completion bash). fish: rekey completion fish | source."
    })
public final class Completion implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
  private String shell = "";

  @Spec private CommandSpec spec;

  public Completion(Session session) {
    this.session = session;
    spec = CommandSpec.create();
  }

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    String script =
        switch (shell) {
          // The script knows that zsh can read it.
          case "bash", "zsh" -> AutoComplete.bash(root.getCommandName(), root);
          case "fish" -> FishCompletion.of(root);
          default -> throw Problem.usage("SHELL: must be bash, zsh or fish");
        };
    session.output().text(script);
    return ExitCode.OK.code();
  }
}
