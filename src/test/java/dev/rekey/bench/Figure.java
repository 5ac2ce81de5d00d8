package dev.rekey.bench;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Something measured in several rounds, and what it is compared to, measured by turns with it.
 *
 * @param what in a few words, with its unit
 * @param rekey one value for each round
 * @param against what does the same, or empty if there is nothing to compare to
 * @param bare its values, one for each round, or none
 */
record Figure(
    String what, List<Double> rekey, String against, List<Double> bare, Optional<Bar> bar) {
  Figure {
    rekey = List.copyOf(rekey);
    bare = List.copyOf(bare);
    if (rekey.isEmpty() || (!bare.isEmpty() && bare.size() != rekey.size())) {
      throw new IllegalArgumentException(what + ": " + rekey + " against " + bare);
    }
  }

  static Figure of(String what, List<Double> rekey) {
    return new Figure(what, rekey, "", List.of(), Optional.empty());
  }

  Figure against(String other, List<Double> values) {
    return new Figure(what, rekey, other, values, bar);
  }

  Figure bar(Bar limit) {
    return new Figure(what, rekey, against, bare, Optional.of(limit));
  }

  /** Of each round, Rekey's value by the other's; empty if there is nothing to compare to. */
  List<Double> ratios() {
    return IntStream.range(0, bare.size()).mapToObj(i -> rekey.get(i) / bare.get(i)).toList();
  }

  /** A line of a table in Markdown: what, Rekey, compared to, its value, ratio, bar, met. */
  String row() {
    return "| %s | %s | %s | %s | %s | %s | %s |"
        .formatted(
            what,
            Spread.of(rekey),
            against,
            bare.isEmpty() ? "" : Spread.of(bare),
            bare.isEmpty() ? "" : Spread.of(ratios()) + " x",
            bar.map(Bar::toString).orElse(""),
            bar.map(limit -> limit.isMetBy(this) ? "yes" : "**no**").orElse(""));
  }
}
