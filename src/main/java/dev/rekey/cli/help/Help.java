package dev.rekey.cli.help;

import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Problem;
import dev.rekey.cli.console.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Describes a command, or a topic. */
@Command(name = "help", description = "Describes a command or a topic: exit-codes, variables.")
public final class Help implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description = "The command, such as `datasources create`, or a topic.")
  private List<String> words = new ArrayList<>();

  @Spec private CommandSpec spec;

  public Help(Session session) {
    this.session = session;
    spec = CommandSpec.create();
  }

  @Override
  public Integer call() {
    if (words.equals(List.of("exit-codes"))) {
      Topics.exitCodes(session.output());
    } else if (words.equals(List.of("variables"))) {
      Topics.variables(session.output());
    } else {
      session.shell().out().print(wanted().getUsageMessage());
    }
    return ExitCode.OK.code();
  }

  private CommandLine wanted() {
    CommandLine found = spec.root().commandLine();
    for (String word : words) {
      found = found.getSubcommands().get(word);
      if (found == null) {
        throw Problem.usage("COMMAND: there is no command or topic by this name");
      }
    }
    return found;
  }
}
