package dev.rekey.chaos;

import dev.rekey.testing.Eventually;
import dev.rekey.testing.FaultProxy;
import dev.rekey.testing.PostgresServer;
import dev.rekey.testing.Progress;
import dev.rekey.testing.TempFolder;
import dev.rekey.testing.WorkerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Everything that can go wrong, in turns, until there were enough kills. */
public final class Campaign {
  private static final int RANDOM_KILLS = 20;
  private static final int REHEARSAL_EVENTS = 150;
  private static final Duration REHEARSAL_LIMIT = Duration.ofSeconds(60);
  private static final int REMOTE = 20;
  private static final String PASSWORD = "store-password";

  private final Tally tally = new Tally();
  private final SplittableRandom random;
  private final Progress progress;
  private final Kills kills;

  private Campaign(long seed, Progress progress) {
    this.random = new SplittableRandom(seed);
    this.progress = progress;
    this.kills = new Kills(random.split(), progress);
  }

  /**
   * Runs at least one turn: every named point once, twenty kills at random, every other fault.
   *
   * @param seed of all chance; the same seed makes the same choices, though not the same timing
   * @param wanted how many kills there have to be at least
   */
  public static Tally run(long seed, int wanted, Progress progress) {
    var campaign = new Campaign(seed, progress);
    campaign.onSqlite(wanted);
    campaign.onPostgresql();
    return campaign.tally;
  }

  private void onSqlite(int wanted) {
    var fleet = new Fleet("chaos_", 90, 10, 6);
    try (var scene = new Scene("chaos", fleet, REMOTE, UnaryOperator.identity(), random.split())) {
      progress.say(
          "%d data sources of %d secrets"
              .formatted(fleet.dataSources().size(), fleet.secrets().size()));
      List<String> points = rehearse(scene);
      do {
        play(scene, "kill -9 at each of %d points".formatted(points.size()), kills.at(points));
        play(scene, "kill -9 at random", kills.atRandom(RANDOM_KILLS));
        play(scene, "bad network", new NetworkFaults());
        play(scene, "throttled secret store", new Throttling());
        play(scene, "wrong clock", new ClockJumps());
        play(scene, "full disk", new FullDisk());
      } while (tally.kills() < wanted);
    }
  }

  private void onPostgresql() {
    PostgresServer server = PostgresServer.shared();
    String database = "chaos_" + UUID.randomUUID().toString().replace("-", "");
    server.createRole(database, PASSWORD);
    server.createDatabase(database, database);
    Path folder = TempFolder.create("rekey-chaos-store-");
    try (FaultProxy store = FaultProxy.to("127.0.0.1", server.port())) {
      Path password = Files.writeString(folder.resolve("password"), PASSWORD);
      String url = "jdbc:postgresql://127.0.0.1:%d/%s".formatted(store.port(), database);
      UnaryOperator<WorkerConfig> stored = config -> config.storedIn(url, database, password);
      var fleet = new Fleet("stored_", 30, 0, 0);
      try (var scene = new Scene("chaos-stored", fleet, 0, stored, random.split())) {
        play(scene, "store away", new StoreOutages(store));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      TempFolder.delete(folder);
    }
  }

  /** Nothing goes wrong, so that the worker shows which points it passes. */
  private List<String> rehearse(Scene scene) {
    Round waiting =
        (quiet, unused) ->
            Eventually.get(
                REHEARSAL_LIMIT,
                () -> "too few events",
                () -> Optional.of(quiet).filter(each -> each.stream().sent() >= REHEARSAL_EVENTS));
    play(scene, "nothing goes wrong", waiting);
    // Once in order, for the archive of classes that it leaves.
    scene.worker().stop();
    scene.worker().restart();
    return scene.failPoints().passed();
  }

  private void play(Scene scene, String title, Round round) {
    int before = tally.violations().size();
    scene.stream().start();
    round.run(scene, tally);
    scene.check(tally);
    int broken = tally.violations().size() - before;
    progress.say(
        "%s: %s, %d events so far"
            .formatted(
                title, broken == 0 ? "all holds" : broken + " BROKEN", scene.stream().sent()));
  }
}
