package dev.rekey.bench.scaling;

import java.time.Duration;
import java.util.List;

/** What goes on all the time, as tables in Markdown. */
final class QuietTables {
  private static final int SECONDS_OF_A_DAY = 24 * 60 * 60;
  private static final int DAYS = 30;
  private static final List<Duration> TESTS = List.of(Duration.ofMillis(5), Duration.ofSeconds(1));

  private final MeasuredFigures figures;

  QuietTables(MeasuredFigures figures) {
    this.figures = figures;
  }

  /** Each secret once in thirty days. */
  String day() {
    StringBuilder table =
        new StringBuilder(
            Words.head(
                "data sources",
                "workers",
                "rotations a day",
                "rotations/s",
                "commits/s for them",
                "for sweeps",
                "for leases",
                "of PostgreSQL's",
                "connections, at most"));
    for (int sources : BurstTables.SOURCES) {
      BurstTables.WORKERS.forEach(workers -> table.append(day(sources, workers)));
    }
    return table.toString();
  }

  private String day(int sources, int workers) {
    double perSecond = sources / (double) DAYS / SECONDS_OF_A_DAY;
    double rotations = perSecond * figures.commits();
    double sweeps = sweeps(sources);
    double leases = Defaults.leases(workers);
    return Words.row(
        Words.number(sources),
        Words.number(workers),
        Words.number(sources / (double) DAYS),
        small(perSecond),
        small(rotations),
        small(sweeps),
        Words.number(leases),
        Words.percent((rotations + sweeps + leases) / figures.commitsPerSecond()),
        Words.number(workers * Defaults.CONNECTIONS));
  }

  private double sweeps(int sources) {
    Sweeping health = Sweeping.health(figures, sources, TESTS.getFirst());
    return Math.min(health.wanted(), health.perSecond())
        * Defaults.COMMITS_OF_A_PAGE
        / Defaults.PAGE;
  }

  private static String small(double value) {
    return value < 0.01 ? "under 0.01" : Words.number(value);
  }

  String health() {
    StringBuilder table =
        new StringBuilder(
            Words.head(
                "data sources",
                "a test takes",
                "tests/s wanted",
                "one worker does",
                "a run takes",
                "keeps to 15 min",
                "deployments for that"));
    for (int sources : BurstTables.SOURCES) {
      TESTS.forEach(
          test ->
              table.append(
                  row(
                      Sweeping.health(figures, sources, test),
                      Words.time(Defaults.seconds(test)))));
    }
    return table.toString();
  }

  static String drift() {
    StringBuilder table =
        new StringBuilder(
            Words.head(
                "secrets",
                "store",
                "calls/s wanted",
                "one worker does",
                "a run takes",
                "keeps to 1 h",
                "deployments for that (Google: of a project each)"));
    for (int secrets : BurstTables.SOURCES) {
      for (Store store : List.of(Store.DIRECTORY, Store.AWS, Store.GOOGLE)) {
        table.append(row(Sweeping.drift(secrets, store), store.title()));
      }
    }
    return table.toString();
  }

  private static String row(Sweeping sweep, String of) {
    return Words.row(
        Words.number(sweep.items()),
        of,
        Words.number(sweep.wanted()),
        Words.number(sweep.perSecond()),
        Words.time(sweep.seconds()),
        sweep.fits() ? "yes" : "**no**",
        sweep.deployments());
  }
}
