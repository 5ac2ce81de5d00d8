package dev.rekey.chaos;

import dev.rekey.testing.Progress;
import java.util.List;
import java.util.Map;

/** The table at the end. */
public final class Summary {
  private static final String LINE = "  " + "-".repeat(76) + "\n";
  private static final int SHOWN = 20;

  private Summary() {}

  /** What was done and what was found, for a terminal. */
  public static String of(Tally tally, long seed, Progress progress) {
    var text = new StringBuilder("\n" + LINE);
    tally.killsByPoint().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> row(text, "kill -9 " + entry.getKey(), entry.getValue()));
    row(text, "kills in all", tally.kills());
    tally.missed().forEach(point -> row(text, "never came to: " + point, 1));
    text.append(LINE);
    tally.faults().forEach((fault, count) -> row(text, fault, count));
    text.append(LINE);
    row(text, "events sent", tally.events());
    tally.outcomes().forEach((end, count) -> row(text, "rotations " + end, count));
    text.append(LINE);
    for (Invariant invariant : Invariant.values()) {
      row(text, invariant.title(), tally.count(invariant));
    }
    row(text, "seconds", progress.elapsed().toSeconds());
    row(text, "seed", seed);
    text.append(LINE);
    List<String> violations = tally.violations();
    violations.stream().limit(SHOWN).forEach(each -> text.append("  ").append(each).append('\n'));
    if (violations.size() > SHOWN) {
      text.append("  and %d more%n".formatted(violations.size() - SHOWN));
    }
    return text.toString();
  }

  private static void row(StringBuilder text, String name, long value) {
    text.append("  %-56s %12d%n".formatted(name, value));
  }
}
