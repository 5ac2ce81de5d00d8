package dev.rekey.bench;

import dev.rekey.testing.Progress;
import dev.rekey.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;

/** How long a sweep takes against a bare loop of connections, by turns. */
final class SweepSection implements Section {
  private static final int SOURCES = 5_000;
  private static final int ROUNDS = 3;

  @Override
  public String title() {
    return """
        Sweep: %,d data sources on a real PostgreSQL, %d at once, against a bare loop that connects and
        selects 1 with the driver alone."""
        .formatted(SOURCES, SweepRig.CONCURRENCY);
  }

  @Override
  public List<Figure> measure(Progress progress) {
    List<Double> swept = new ArrayList<>();
    List<Double> bare = new ArrayList<>();
    try (TestDatabase database = TestDatabase.postgresql();
        SweepRig rig = new SweepRig(database.database(), SOURCES)) {
      for (int round = 0; round < ROUNDS; round++) {
        bare.add(Stopwatch.seconds(rig::bareLoop));
        swept.add(Stopwatch.seconds(rig::sweep));
        progress.say(
            "Swept in %.1f s, bare loop %.1f s, at most %d at once."
                .formatted(swept.getLast(), bare.getLast(), rig.mostAtOnce()));
      }
    }
    return List.of(
        Figure.of("sweep, s", swept).against("bare loop", bare).bar(Bar.ratioAtMost(1.1)));
  }
}
