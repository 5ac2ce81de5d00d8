package dev.rekey.cli.console;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Marks the words that say how something went. */
final class Colours {
  private static final String RESET = "\u001b[0m";
  private static final Map<String, Set<String>> WORDS =
      Map.of(
          "\u001b[32m",
          Set.of("committed", "unchanged", "passed", "ok", "created", "updated", "deleted"),
          "\u001b[33m",
          Set.of("warning", "parked", "rolled_back", "rejected", "unsupported", "superseded"),
          "\u001b[31m",
          Set.of(
              "failed",
              "problem",
              "refused",
              "not_permitted",
              "misconfigured",
              "unreachable",
              "timed_out"));

  private final boolean wanted;

  Colours(boolean wanted) {
    this.wanted = wanted;
  }

  /**
   * @param shown the word, maybe with blanks behind it
   */
  String of(String shown) {
    if (!wanted) {
      return shown;
    }
    String word = shown.strip().toLowerCase(Locale.ROOT);
    return WORDS.entrySet().stream()
        .filter(colour -> colour.getValue().contains(word))
        .findFirst()
        .map(colour -> colour.getKey() + shown + RESET)
        .orElse(shown);
  }
}
