package dev.rekey.bench.scaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What becomes of bursts, as tables in Markdown. */
final class BurstTables {
  static final List<Integer> WORKERS = List.of(10, 100, 1_000);
  static final List<Integer> SOURCES = List.of(10_000, 100_000, 1_000_000);

  private static final List<Integer> FEW = List.of(1, 2, 4, 8, 16, 32, 64);

  /** A longer burst is more of the same: this one is drawn out. */
  static final int LONG = 40_000;

  private static final long SEED = 1;

  private final MeasuredFigures figures;

  BurstTables(MeasuredFigures figures) {
    this.figures = figures;
  }

  /** Rotations a second by the number of workers. */
  String adds() {
    List<Object> head = new ArrayList<>(List.of("rotations a second"));
    FEW.forEach(workers -> head.add(workers == 1 ? "1 worker" : String.valueOf(workers)));
    head.addAll(List.of("of use are", "partitions"));
    return Words.head(head.toArray())
        + Arrays.stream(Scene.values()).map(this::added).collect(Collectors.joining());
  }

  private String added(Scene scene) {
    List<Object> row = new ArrayList<>(List.of(scene.title()));
    for (int workers : FEW) {
      row.add(Words.number(drain(scene.with(workers), LONG).perSecond()));
    }
    int useful = useful(scene);
    row.add(useful + " workers");
    row.add(useful * Deployment.PARTITIONS_OF_A_WORKER);
    return Words.row(row.toArray());
  }

  /** The workers that it takes until something that they share is used up. */
  int useful(Scene scene) {
    double shared = Math.min(figures.journal(), scene.store().fetches());
    return (int) Math.ceil(shared / drain(scene.with(1), LONG).perSecond());
  }

  /** Times, and what limits them. */
  String drains() {
    StringBuilder table =
        new StringBuilder(
            Words.head(
                "",
                "workers",
                "10,000",
                "100,000",
                "1 million",
                "rotations/s",
                "commits/s",
                "of PostgreSQL's",
                "fetches/s of the quota",
                "limit",
                "partitions"));
    for (Scene scene : Scene.values()) {
      int useful = useful(scene);
      WORKERS.forEach(workers -> table.append(drained(scene, workers, useful)));
    }
    return table.toString();
  }

  private String drained(Scene scene, int workers, int useful) {
    List<Drain> drains =
        SOURCES.stream()
            .map(sources -> drain(scene.with(workers).sweeping(sources), sources))
            .toList();
    Drain last = drains.getLast();
    Limit limit = last.limit();
    List<Object> row = new ArrayList<>(List.of(scene.title(), Words.number(workers)));
    IntStream.range(0, drains.size())
        .mapToObj(i -> time(drains.get(i), SOURCES.get(i), limit))
        .forEach(row::add);
    double commits = last.perSecond() * figures.commits() + Defaults.leases(workers);
    row.add(Words.number(last.perSecond()));
    row.add(Words.number(commits));
    row.add(Words.percent(commits / figures.commitsPerSecond()));
    row.add(Words.number(last.perSecond()) + quota(scene.store()));
    row.add(limit.title());
    row.add(Math.min(workers, useful) * Deployment.PARTITIONS_OF_A_WORKER);
    return Words.row(row.toArray());
  }

  private static String quota(Store store) {
    return Double.isInfinite(store.fetches())
        ? ", no quota"
        : " of " + Words.number(store.fetches());
  }

  private static String time(Drain drain, int sources, Limit usual) {
    Limit own = drain.limit();
    String other = own == usual ? "" : " (" + own.title() + ")";
    return Words.time(drain.secondsFor(sources)) + other;
  }

  /** What to do about each limit. */
  static String limits() {
    return Words.head("limit", "what to do")
        + Arrays.stream(Limit.values())
            .map(limit -> Words.row(limit.title(), limit.advice()))
            .collect(Collectors.joining());
  }

  private Drain drain(Deployment deployment, int rotations) {
    return Burst.of(figures, deployment, Math.min(rotations, LONG), SEED);
  }
}
