package dev.rekey.bench;

import dev.rekey.rotation.journal.Leases;
import dev.rekey.testing.Concurrently;
import dev.rekey.testing.PostgresServer;
import dev.rekey.testing.Progress;
import dev.rekey.testing.TempFolder;
import dev.rekey.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** How many rotations a second the journal takes, and whether its history makes it slower. */
final class JournalSection implements Section {
  private static final int ROTATIONS = 6_000;
  private static final int RAW_INSERTS = 6_000;
  private static final int ROUNDS = 5;
  private static final int POSTGRES_CONNECTIONS = 10;
  private static final List<Integer> HISTORIES = List.of(100_000, 1_000_000);
  private static final Bar RATE = Bar.atLeast(3_000);
  private static final Bar FLAT = Bar.ratioAtLeast(0.9);
  private static final Leases SHARED = new Leases(Optional.of(Duration.ofMinutes(10)));

  private final List<Figure> figures = new ArrayList<>();

  @Override
  public String title() {
    return """
        Journal: rotations a second that are recorded, prepared, applied and committed, each of these four
        writes durable before the next, %d rotations at one time; against plain JDBC that commits one row
        at a time with the same durability, four rows counted as a rotation (one connection on SQLite, %d on
        PostgreSQL). With a history and without, PostgreSQL's tables are vacuumed before each round, as its
        autovacuum does about once a minute."""
        .formatted(JournalRig.DRIVERS, POSTGRES_CONNECTIONS);
  }

  @Override
  public List<Figure> measure(Progress progress) {
    Path folder = TempFolder.create("rekey-bench-");
    try {
      sqlite(folder, progress);
    } finally {
      TempFolder.delete(folder);
    }
    postgresql(progress);
    return figures;
  }

  private void sqlite(Path folder, Progress progress) {
    try (TestDatabase empty = TestDatabase.sqlite(folder.resolve("empty.db"));
        TestDatabase old = TestDatabase.sqlite(folder.resolve("old.db"))) {
      JournalRig rig = new JournalRig(empty.database(), "first", Leases.ALONE);
      rig.createDataSources(ROTATIONS);
      compare("SQLite", rig, new RawInserts(empty.dataSource(), 1), Optional.of(RATE));
      List<Double> both = rounds(i -> rig.run(ROTATIONS, true));
      figures.add(Figure.of("SQLite, with the registry read and written, rotations/s", both));
      history(
          "SQLite", rig, new JournalRig(old.database(), "old", Leases.ALONE), () -> {}, progress);
    }
  }

  private void postgresql(Progress progress) {
    String url = newDatabase();
    try (TestDatabase one = TestDatabase.postgresql(url);
        TestDatabase two = TestDatabase.postgresql(url);
        TestDatabase old = TestDatabase.postgresql(newDatabase())) {
      JournalRig first = new JournalRig(one.database(), "first", SHARED);
      RawInserts raw = new RawInserts(one.dataSource(), POSTGRES_CONNECTIONS);
      compare("PostgreSQL, 1 worker", first, raw, Optional.empty());
      JournalRig second = new JournalRig(two.database(), "second", SHARED);
      List<Double> alone = new ArrayList<>();
      List<Double> together =
          rounds(
              i -> {
                alone.add(first.run(ROTATIONS, false));
                return bothAtOnce(first, second);
              });
      figures.add(
          Figure.of("PostgreSQL, 2 workers on the same cores, rotations/s", together)
              .against("1 worker", alone.subList(1, alone.size())));
      history(
          "PostgreSQL",
          first,
          new JournalRig(old.database(), "old", SHARED),
          () -> List.of(one, old).forEach(JournalSection::vacuum),
          progress);
    }
  }

  private static String newDatabase() {
    String name = "bench_" + UUID.randomUUID().toString().replace("-", "");
    PostgresServer.shared().createDatabase(name, PostgresServer.SUPERUSER);
    return PostgresServer.shared().jdbcUrl(name);
  }

  private static double bothAtOnce(JournalRig first, JournalRig second) {
    double seconds =
        Stopwatch.seconds(
            () -> {
              List<Double> _ =
                  Concurrently.times(2, i -> (i == 0 ? first : second).run(ROTATIONS, false));
            });
    return 2 * ROTATIONS / seconds;
  }

  private void compare(String store, JournalRig rig, RawInserts raw, Optional<Bar> bar) {
    List<Double> inserted = new ArrayList<>();
    List<Double> journalled =
        rounds(
            i -> {
              inserted.add(raw.run("r" + i + "-", RAW_INSERTS) / JournalRig.WRITES_PER_ROTATION);
              return rig.run(ROTATIONS, false);
            });
    Figure figure =
        Figure.of(store + ", rotations/s", journalled)
            .against("raw inserts / 4", inserted.subList(1, inserted.size()));
    figures.add(bar.map(figure::bar).orElse(figure));
  }

  /**
   * By turns with a database that has none.
   *
   * @param between what is done before each round
   */
  private void history(
      String store, JournalRig without, JournalRig with, Runnable between, Progress progress) {
    int filled = 0;
    for (int history : HISTORIES) {
      with.fill(filled, history);
      filled = history;
      progress.say("%s has %,d rotations that have ended.".formatted(store, history));
      List<Double> none = new ArrayList<>();
      List<Double> some =
          rounds(
              i -> {
                between.run();
                none.add(without.run(ROTATIONS, false));
                return with.run(ROTATIONS, false);
              });
      figures.add(
          Figure.of("%s, after %,d rotations, rotations/s".formatted(store, history), some)
              .against("after none", none.subList(1, none.size()))
              .bar(FLAT));
    }
  }

  /** Makes room in the tables for what comes next, and counts their rows while nothing is open. */
  private static void vacuum(TestDatabase database) {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("VACUUM (ANALYZE)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first is for warming up. */
  private static List<Double> rounds(IntToDoubleFunction round) {
    return IntStream.rangeClosed(0, ROUNDS).mapToDouble(round).boxed().skip(1).toList();
  }
}
