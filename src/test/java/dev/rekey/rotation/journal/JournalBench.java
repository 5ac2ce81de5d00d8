package dev.rekey.rotation.journal;

import static dev.rekey.rotation.Rotations.binding;
import static dev.rekey.rotation.Rotations.changes;
import static dev.rekey.rotation.Rotations.event;
import static dev.rekey.rotation.Rotations.request;
import static dev.rekey.rotation.Rotations.version;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Actor;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.DataSources.SwapPolicy;
import dev.rekey.datasource.Fence;
import dev.rekey.datasource.KeySwap;
import dev.rekey.datasource.Kind;
import dev.rekey.datasource.TestSlots;
import dev.rekey.datasource.registry.ConnectionTests;
import dev.rekey.datasource.registry.Registry;
import dev.rekey.rotation.Candidate;
import dev.rekey.rotation.ChangeSet;
import dev.rekey.rotation.Journal.Appended;
import dev.rekey.rotation.Journal.Move;
import dev.rekey.rotation.Journal.Recorded;
import dev.rekey.rotation.Journal.Request;
import dev.rekey.rotation.Rotation;
import dev.rekey.rotation.RotationState;
import dev.rekey.rotation.RotationState.Applied;
import dev.rekey.rotation.RotationState.Committed;
import dev.rekey.rotation.RotationState.Fetched;
import dev.rekey.rotation.RotationState.Prepared;
import dev.rekey.rotation.Rotations;
import dev.rekey.rotation.Tries;
import dev.rekey.secret.Secret;
import dev.rekey.store.Database;
import dev.rekey.store.MasterKey;
import dev.rekey.store.Sql;
import dev.rekey.store.ValueCipher;
import dev.rekey.testing.Concurrently;
import dev.rekey.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * How fast rotations can be journalled on SQLite, every transition durable: once alone, and once
 * with the registry of the same file read and written for each.
 */
public final class JournalBench {
  private static final Logger LOGGER = Logger.getLogger(JournalBench.class);
  private static final int DRIVERS = 256;
  private static final int EVENTS_PER_CALL = 500;

  private final JdbcJournal journal;
  private final Registry registry;
  private final Queue<Long> waits = new ConcurrentLinkedQueue<>();

  private JournalBench(Database database) {
    ValueCipher cipher = new ValueCipher(MasterKey.generate());
    this.journal =
        new JdbcJournal(
            database,
            cipher,
            Leases.ALONE,
            "bench",
            () -> UUID.randomUUID().toString(),
            Witness.NONE);
    this.registry =
        new Registry(
            database,
            cipher,
            DataSourceRules.DEFAULT,
            new ConnectionTests(
                kind -> (config, deadline) -> new TestResult.Passed("connected"),
                new TestSlots(1_000, kind -> 1_000),
                Duration.ofSeconds(1),
                System::nanoTime),
            InstantSource.fixed(Rotations.NOW),
            () -> UUID.randomUUID().toString(),
            (connection, fence) ->
                JdbcFences.hold(connection, fence.rotationId(), fence.sequence()));
  }

  /**
   * Takes the number of rotations in a round, the number of rounds, and how many rotations have
   * ended before.
   */
  public static void main(String[] arguments) throws IOException {
    int rotations = Integer.parseInt(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    Path folder = Files.createTempDirectory(Path.of("target"), "journal-bench");
    try (TestDatabase database = TestDatabase.sqlite(folder.resolve("rekey.db"))) {
      JournalBench bench = new JournalBench(database.database());
      bench.createDataSources(rotations);
      if (arguments.length > 2) {
        fill(database.database(), Integer.parseInt(arguments[2]));
      }
      for (int round = 0; round < rounds; round++) {
        bench.run("alone" + round, rotations, false);
        bench.run("registry" + round, rotations, true);
      }
    }
  }

  /** A history as it would lie there: rotations of the same data sources, steps and events. */
  private static void fill(Database database, int finished) {
    String numbers =
        """
        WITH RECURSIVE number(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM number WHERE i < %d)
        """
            .formatted(finished);
    List<String> inserts =
        List.of(
            """
            INSERT INTO rotation (id, binding_id, secret, environment, data_source, event_id,
              sequence, format, state, is_open, attempt, version, config_keys, detail, created_at,
              updated_at)
            %s SELECT printf('0-%%09d', i), 'b' || (i %% 5000), 'dir://login', 'prod',
              'source_' || (i %% 5000), 'e' || i, 5, 2, 'COMMITTED', 0, 0, 'v' || i, 'PGPASSWORD',
              'Passed.', i, i FROM number""",
            """
            INSERT INTO rotation_step (rotation_id, sequence, state, at, detail)
            %s SELECT printf('0-%%09d', i), s.column1, 'PREPARED', i, 'Journalled.'
            FROM number, (VALUES (1), (2), (3), (4), (5)) AS s""",
            """
            INSERT INTO rotation_event (binding_id, source, event_id, at)
            %s SELECT 'b' || (i %% 5000), 'kafka', 'e' || i, i FROM number""");
    for (String insert : inserts) {
      int rows = database.write(connection -> Sql.update(connection, insert.formatted(numbers)));
      LOGGER.infof("history rows=%d", rows);
    }
  }

  private void createDataSources(int count) {
    Map<String, ConfigValue> config = new TreeMap<>();
    for (String key : List.of("PGHOST", "PGDATABASE", "PGUSER", "PGPASSWORD")) {
      config.put(key, new ConfigValue.Literal(Secret.of("before")));
    }
    Queue<Integer> numbers = new ConcurrentLinkedQueue<>();
    IntStream.range(0, count).forEach(numbers::add);
    Concurrently.times(
        DRIVERS,
        driver -> {
          for (Integer i = numbers.poll(); i != null; i = numbers.poll()) {
            registry.create(
                binding("source_" + i).dataSource(), Kind.POSTGRESQL, config, Actor.client("b"));
          }
          return driver;
        });
  }

  private void run(String round, int rotations, boolean withRegistry) {
    Queue<Rotation> queued = new ConcurrentLinkedQueue<>();
    long start = System.nanoTime();
    for (int from = 0; from < rotations; from += EVENTS_PER_CALL) {
      List<Request> requests = new ArrayList<>();
      for (int i = from; i < Math.min(rotations, from + EVENTS_PER_CALL); i++) {
        String id = "%s-%09d".formatted(round, i);
        requests.add(request(id, binding("source_" + i), event("event-" + round)));
      }
      for (Recorded recorded : journal.record(requests, List.of())) {
        queued.add(((Recorded.Queued) recorded).rotation());
      }
    }
    long recorded = System.nanoTime();
    List<Boolean> drivers = Concurrently.times(DRIVERS, i -> drive(queued, withRegistry));
    long done = System.nanoTime();
    LOGGER.infof(
        "journal bench round=%s drivers=%d recordsPerSecond=%.0f appendsPerSecond=%.0f"
            + " rotationsPerSecond=%.0f appendP50Millis=%.1f appendP99Millis=%.1f",
        round,
        drivers.size(),
        rate(rotations, recorded - start),
        rate(3 * rotations, done - recorded),
        rate(rotations, done - start),
        percentile(0.5),
        percentile(0.99));
    waits.clear();
  }

  private boolean drive(Queue<Rotation> queued, boolean withRegistry) {
    for (Rotation next = queued.poll(); next != null; next = queued.poll()) {
      ChangeSet changes = withRegistry ? plan(next) : changes();
      Candidate candidate = new Candidate(version("v1"), Optional.of(Kind.POSTGRESQL), changes);
      Rotation prepared =
          append(
              next,
              new Fetched(candidate, Tries.NONE, "Fetched."),
              new Prepared(candidate, "Journalled."));
      if (withRegistry) {
        registry.swap(
            next.dataSource(),
            changes.swaps(),
            SwapPolicy.ALL_OR_NOTHING,
            new Fence(prepared.id(), prepared.sequence()));
      }
      Rotation applied = append(prepared, new Applied(candidate, "Written."));
      append(applied, new Committed(candidate.carried(), "Passed."));
    }
    return true;
  }

  private ChangeSet plan(Rotation rotation) {
    ConfigValue held =
        registry.find(rotation.dataSource()).orElseThrow().config().get("PGPASSWORD").value();
    Secret before = ((ConfigValue.Literal) held).value();
    Secret after = Secret.of("after " + rotation.id());
    return new ChangeSet(
        List.of(new KeySwap("PGPASSWORD", Optional.of(before), Optional.of(after))));
  }

  private Rotation append(Rotation rotation, RotationState... states) {
    List<Move> moves = new ArrayList<>();
    Rotation last = rotation;
    for (RotationState state : states) {
      last = last.moved(state, Rotations.NOW);
      moves.add(new Move(last, Optional.empty()));
    }
    long begin = System.nanoTime();
    if (journal.append(moves) instanceof Appended.Lost) {
      throw new IllegalStateException("not the expected sequence");
    }
    waits.add(System.nanoTime() - begin);
    return last;
  }

  private double percentile(double share) {
    long[] sorted = waits.stream().mapToLong(Long::longValue).sorted().toArray();
    return sorted[(int) ((sorted.length - 1) * share)] / 1e6;
  }

  private static double rate(int count, long nanos) {
    return count * 1e9 / nanos;
  }
}
