package dev.rekey.cli.console;

import java.util.List;
import picocli.CommandLine.MaxValuesExceededException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What is wrong with a command line, in one sentence. It names options and places, and quotes no
 * value: somebody may have put a secret where none belongs, and stderr is kept by others.
 */
public final class UsageErrors {
  private static final String KEYS =
      "; the values of keys are given by --set KEY=VALUE and its likes";

  private UsageErrors() {}

  /**
   * @param given the whole command line
   */
  public static String sentence(ParameterException problem, String... given) {
    if (problem instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched, List.of(given));
    }
    ArgSpec subject = problem.getArgSpec();
    if (subject != null && problem.getCause() instanceof TypeConversionException why) {
      return name(subject) + ": " + why.getMessage();
    }
    if (subject != null
        && (problem instanceof MaxValuesExceededException
            || problem instanceof OverwrittenOptionException)) {
      return name(subject) + ": is given more than once";
    }
    if (subject != null && problem.getValue() != null) {
      return name(subject) + ": is not valid";
    }
    return String.valueOf(problem.getMessage());
  }

  private static String unmatched(UnmatchedArgumentException problem, List<String> given) {
    String first = problem.getUnmatched().getFirst();
    if (first.startsWith("-")) {
      return "there is no option " + option(first) + suggestion(problem);
    }
    int place = given.lastIndexOf(first) + 1;
    if (hasCommands(problem)) {
      return "argument " + place + " is no command" + suggestion(problem);
    }
    return "argument " + place + " is one too many" + (takesKeys(problem) ? KEYS : "");
  }

  /** One dash has one letter; what follows may be a value. */
  private static String option(String argument) {
    return argument.startsWith("--")
        ? argument.replaceFirst("=.*", "")
        : argument.substring(0, Math.min(argument.length(), 2));
  }

  private static boolean takesKeys(UnmatchedArgumentException problem) {
    return problem.getCommandLine().getCommandSpec().findOption("--set") != null;
  }

  private static boolean hasCommands(UnmatchedArgumentException problem) {
    return !problem.getCommandLine().getSubcommands().isEmpty();
  }

  private static String suggestion(UnmatchedArgumentException problem) {
    List<String> suggestions = problem.getSuggestions();
    return suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?";
  }

  private static String name(ArgSpec subject) {
    return subject instanceof OptionSpec option ? option.longestName() : subject.paramLabel();
  }
}
