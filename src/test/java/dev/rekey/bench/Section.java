package dev.rekey.bench;

import dev.rekey.testing.Progress;
import java.util.List;

/** A part of the benchmark. Starts what it needs, and ends what it started. */
interface Section {
  /** What is measured and how, in a sentence for the reader of the table. */
  String title();

  /**
   * Measures, with Rekey and what it is compared to by turns, in several rounds.
   *
   * @throws Exception if it cannot be measured
   */
  List<Figure> measure(Progress progress) throws Exception;
}
