package dev.rekey.cli;

import dev.rekey.cli.console.Session;
import dev.rekey.cli.console.Shell;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine;

/** The command line as it describes itself, where nothing is run. */
final class Described {
  private Described() {}

  static CommandLine commandLine() {
    var nowhere = new PrintWriter(Writer.nullWriter());
    return Rekey.commandLine(
        new Session(
            new Shell(
                Map.of(),
                InputStream.nullInputStream(),
                nowhere,
                nowhere,
                false,
                new Nobody(),
                _ -> {})));
  }

  /** Every command that does something, by all its words. */
  static Map<String, CommandLine> commands() {
    var commands = new TreeMap<String, CommandLine>();
    collect(commandLine(), commands);
    return commands;
  }

  private static void collect(CommandLine line, Map<String, CommandLine> commands) {
    if (line.getSubcommands().isEmpty()) {
      commands.put(line.getCommandSpec().qualifiedName(), line);
    }
    line.getSubcommands().values().forEach(each -> collect(each, commands));
  }

  record Nobody() implements Shell.Person {
    @Override
    public Optional<String> secret(String prompt) {
      return Optional.empty();
    }

    @Override
    public Optional<String> line(String prompt) {
      return Optional.empty();
    }
  }
}
