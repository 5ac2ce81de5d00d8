package dev.rekey.bench.scaling;

import java.time.Duration;

/**
 * What the model is fitted to: figures of docs/benchmarks.md, rounded.
 *
 * @param cores of the machine; targets and the database had them too
 * @param burst rotations a second of one worker while everything rotates at once, the first time
 *     after its start: docs/performance.md
 * @param journal rotations a second of the journal on PostgreSQL alone: section "journal"
 * @param journalOnSqlite the same on SQLite
 * @param commits of the store for one rotation: section "journal" says how it counts them
 * @param sweep tests a second of a sweep, its targets on the same cores: section "sweep"
 * @param flush how long a commit takes at least
 */
record MeasuredFigures(
    int cores,
    double burst,
    double journal,
    double journalOnSqlite,
    int commits,
    double sweep,
    Duration flush) {
  /** Of two cores. */
  static final MeasuredFigures MEASURED =
      new MeasuredFigures(2, 900, 1_650, 10_000, 4, 400, Duration.ofNanos(200_000));

  /** What a rotation takes of one core, with what its target takes of it, in seconds. */
  double coreSeconds() {
    return cores / burst;
  }

  double commitsPerSecond() {
    return journal * commits;
  }

  /** The same with another journal. */
  MeasuredFigures withJournal(double perSecond) {
    return new MeasuredFigures(cores, burst, perSecond, journalOnSqlite, commits, sweep, flush);
  }

  /** The same with targets and workers that take no time of a core. */
  MeasuredFigures withoutCores() {
    return new MeasuredFigures(
        cores, Double.POSITIVE_INFINITY, journal, journalOnSqlite, commits, sweep, flush);
  }
}
