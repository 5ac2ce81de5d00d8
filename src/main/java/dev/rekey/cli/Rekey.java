package dev.rekey.cli;

import dev.rekey.cli.console.CommandHelp;
import dev.rekey.cli.console.Converters;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Failures;
import dev.rekey.cli.console.Problem;
import dev.rekey.cli.console.Session;
import dev.rekey.cli.console.Shell;
import dev.rekey.cli.console.UsageErrors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The {@code rekey} command, but for {@code serve}, which whoever has the worker runs. */
public final class Rekey {
  private Rekey() {}

  /**
   * Runs a command; blocks until it is done.
   *
   * @return the exit code of the process
   */
  public static int run(Shell shell, String... arguments) {
    var session = new Session(shell);
    CommandLine line = commandLine(session);
    line.setOut(shell.out()).setErr(shell.err());
    line.setParameterExceptionHandler(
        (problem, given) -> refuse(session, UsageErrors.sentence(problem, given), problem));
    line.setExecutionExceptionHandler(
        (failure, _, _) -> tell(session, Failures.problem(failure, session::server)));
    int code = line.execute(arguments);
    shell.out().flush();
    shell.err().flush();
    return code;
  }

  /** The whole command line, as it is also described from. */
  static CommandLine commandLine(Session session) {
    CommandLine line = CommandTree.of(session);
    line.getCommandSpec().version("rekey " + Version.NUMBER);
    line.getCommandSpec()
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("The version of this command.")
                .build());
    prepare(line);
    Converters.register(line);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setExpandAtFiles(false);
    return line;
  }

  private static void prepare(CommandLine line) {
    line.getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("What this command does.")
                .build());
    CommandHelp.arrange(line);
    line.getSubcommands().values().forEach(Rekey::prepare);
  }

  private static int refuse(Session session, String sentence, ParameterException problem) {
    session.complain(sentence);
    session
        .shell()
        .err()
        .println(
            "See `%s --help`."
                .formatted(problem.getCommandLine().getCommandSpec().qualifiedName()));
    return ExitCode.USAGE.code();
  }

  private static int tell(Session session, Problem problem) {
    session.complain(String.valueOf(problem.getMessage()));
    return problem.exitCode().code();
  }
}
