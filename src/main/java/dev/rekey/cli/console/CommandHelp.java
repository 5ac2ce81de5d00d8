package dev.rekey.cli.console;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How commands describe themselves: what is theirs first; what all have, at the root alone. */
public final class CommandHelp {
  private static final int WIDTH = 100;

  private CommandHelp() {}

  /** Arranges what {@code --help} of one command shows. */
  public static void arrange(CommandLine line) {
    UsageMessageSpec usage = line.getCommandSpec().usageMessage();
    usage.abbreviateSynopsis(true);
    usage.sortOptions(false);
    usage.width(WIDTH);
    usage.synopsisHeading("Usage: ");
    usage.descriptionHeading("%n");
    usage.parameterListHeading("%n");
    usage.optionListHeading("%nOptions:%n");
    usage.commandListHeading("%nCommands:%n");
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, CommandHelp::ownOptions);
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_FOOTER, CommandHelp::footer);
  }

  /** The options that are not those of all commands. */
  public static List<OptionSpec> own(CommandSpec command) {
    return command.options().stream()
        .filter(option -> !option.inherited() && !option.hidden())
        .toList();
  }

  private static String ownOptions(Help help) {
    return help.optionListExcludingGroups(own(help.commandSpec()));
  }

  private static String footer(Help help) {
    boolean isRoot = help.commandSpec().parent() == null;
    return isRoot
        ? "%nTopics: `rekey help exit-codes`, `rekey help variables`.%n".formatted()
        : "%nOptions of all commands (server, login, TLS, output): `rekey --help`.%n".formatted();
  }
}
