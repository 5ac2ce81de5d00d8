package dev.rekey.cli.help;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A completion script for fish, which picocli does not make: a line for each word. */
final class FishCompletion {
  private FishCompletion() {}

  static String of(CommandLine root) {
    String name = root.getCommandName();
    return Stream.concat(
            Stream.of("complete -c " + name + " -f"), lines(root.getCommandSpec(), List.of()))
        .collect(Collectors.joining("\n"));
  }

  private static Stream<String> lines(CommandSpec command, List<String> words) {
    Stream<String> commands =
        command.subcommands().values().stream()
            .map(each -> subcommand(each.getCommandSpec(), command, words));
    Stream<String> options =
        command.options().stream()
            .filter(option -> !option.inherited() && !option.hidden())
            .map(option -> option(option, words));
    Stream<String> below =
        command.subcommands().values().stream()
            .flatMap(
                each ->
                    lines(
                        each.getCommandSpec(),
                        Stream.concat(words.stream(), Stream.of(each.getCommandName())).toList()));
    return Stream.of(commands, options, below).flatMap(each -> each);
  }

  private static String subcommand(CommandSpec command, CommandSpec parent, List<String> words) {
    String others = String.join(" ", parent.subcommands().keySet());
    return "complete -c rekey -n %s -a %s -d %s"
        .formatted(
            quoted(after(words) + "not __fish_seen_subcommand_from " + others),
            command.name(),
            quoted(description(command.usageMessage().description())));
  }

  private static String option(OptionSpec option, List<String> words) {
    var line = new StringBuilder("complete -c rekey");
    if (!words.isEmpty()) {
      line.append(" -n ").append(quoted(after(words).replaceFirst("; and $", "")));
    }
    for (String name : option.names()) {
      line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    if (option.arity().max() > 0) {
      line.append(option.paramLabel().endsWith("FILE") ? " -r -F" : " -x");
    }
    return line.append(" -d ").append(quoted(description(option.description()))).toString();
  }

  private static String after(List<String> words) {
    return words.stream()
        .map(word -> "__fish_seen_subcommand_from " + word + "; and ")
        .collect(Collectors.joining());
  }

  private static String description(String[] lines) {
    return lines.length == 0 ? "" : lines[0].replaceAll("%%", "%");
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
