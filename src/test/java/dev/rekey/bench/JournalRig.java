package dev.rekey.bench;

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
import dev.rekey.rotation.journal.JdbcFences;
import dev.rekey.rotation.journal.JdbcJournal;
import dev.rekey.rotation.journal.Leases;
import dev.rekey.rotation.journal.Witness;
import dev.rekey.secret.Secret;
import dev.rekey.store.Database;
import dev.rekey.store.MasterKey;
import dev.rekey.store.Sql;
import dev.rekey.store.ValueCipher;
import dev.rekey.testing.Concurrently;
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

/**
 * A worker's journal, and how fast rotations go through it when nothing else is done: five
 * transitions in four appends, each of them durable; alone, or with the registry of the same
 * database read and written for each.
 */
final class JournalRig {
  /** How many rotations are driven at one time. */
  static final int DRIVERS = 256;

  /** How often a rotation is written: its record, and three appends. */
  static final int WRITES_PER_ROTATION = 4;

  private static final int EVENTS_PER_CALL = 500;

  private final Database database;
  private final JdbcJournal journal;
  private final Registry registry;
  private final String worker;
  private int round;

  /**
   * @param worker its name, another one for each rig of a database
   * @param leases of the workers of the database
   */
  JournalRig(Database database, String worker, Leases leases) {
    ValueCipher cipher = new ValueCipher(MasterKey.generate());
    this.database = database;
    this.worker = worker;
    this.journal =
        new JdbcJournal(
            database, cipher, leases, worker, () -> UUID.randomUUID().toString(), Witness.NONE);
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
    // The first look for what is to be taken up gives the worker its lease.
    var _ = journal.takeUp(1, Rotations.NOW);
  }

  /** A history as it would lie there: rotations of the same data sources, steps and events. */
  void fill(int from, int to) {
    String numbers =
        "WITH RECURSIVE number(i) AS (SELECT %d UNION ALL SELECT i + 1 FROM number WHERE i < %d) "
            .formatted(from + 1, to);
    List<String> inserts =
        List.of(
            """
            INSERT INTO rotation (id, binding_id, secret, environment, data_source, event_id,
              sequence, format, state, is_open, attempt, version, config_keys, detail, created_at,
              updated_at)
            %s SELECT '0-' || (1000000000 + i), 'b' || (i %% 5000), 'dir://login', 'prod',
              'source_' || (i %% 5000), 'e' || i, 5, 2, 'COMMITTED', 0, 0, 'v' || i, 'PGPASSWORD',
              'Passed.', i, i FROM number""",
            """
            INSERT INTO rotation_step (rotation_id, sequence, state, at, detail)
            %s SELECT '0-' || (1000000000 + i), s.column1, 'PREPARED', i, 'Journalled.'
            FROM number, (VALUES (1), (2), (3), (4), (5)) AS s""",
            """
            INSERT INTO rotation_event (binding_id, source, event_id, at)
            %s SELECT 'b' || (i %% 5000), 'kafka', 'e' || i, i FROM number""");
    for (String insert : inserts) {
      int _ = database.write(connection -> Sql.update(connection, insert.formatted(numbers)));
    }
  }

  /** Makes what {@link #run} with the registry needs. */
  void createDataSources(int count) {
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
                binding(withWorker("source_" + i)).dataSource(),
                Kind.POSTGRESQL,
                config,
                Actor.client("b"));
          }
          return driver;
        });
  }

  /** Records rotations and drives all of them to their end; returns how many went in a second. */
  double run(int rotations, boolean withRegistry) {
    round++;
    Queue<Rotation> queued = new ConcurrentLinkedQueue<>();
    double seconds =
        Stopwatch.seconds(
            () -> {
              record(rotations, queued);
              List<Boolean> _ = Concurrently.times(DRIVERS, i -> drive(queued, withRegistry));
            });
    return rotations / seconds;
  }

  private void record(int rotations, Queue<Rotation> queued) {
    for (int from = 0; from < rotations; from += EVENTS_PER_CALL) {
      List<Request> requests = new ArrayList<>();
      for (int i = from; i < Math.min(rotations, from + EVENTS_PER_CALL); i++) {
        String id = "%s-%d-%09d".formatted(worker, round, i);
        String dataSource = withWorker("source_" + i);
        requests.add(request(id, binding(dataSource), event("event-" + worker + round)));
      }
      for (Recorded recorded : journal.record(requests, List.of())) {
        queued.add(((Recorded.Queued) recorded).rotation());
      }
    }
  }

  /** Two workers have data sources of their own: one rotation at a time on each. */
  private String withWorker(String name) {
    return name + "_" + worker;
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
    if (journal.append(moves) instanceof Appended.Lost) {
      throw new IllegalStateException("not the expected sequence");
    }
    return last;
  }
}
