package dev.rekey.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Exchanges the keys that values are sealed with, while everything goes on: a new key seals at
 * once, what the older ones sealed is sealed again in small steps, and only when nothing needs them
 * any more are they forgotten; then the master key is exchanged where it is this worker's alone.
 * What there is to do is read off the rows, so that after a crash at any point it goes on where it
 * was. Thread-safe.
 */
public final class KeyRotation implements AutoCloseable {
  private static final Logger LOGGER = Logger.getLogger(KeyRotation.class);
  private static final int STEP = 100;
  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final Duration LATER = Duration.ofSeconds(30);

  private final Database database;
  private final ValueKeys keys;
  private final List<SealedColumn> columns;
  private final Duration grace;
  private final MasterExchange master;
  private final Pause pause;
  private final AtomicLong total = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private Optional<Thread> thread = Optional.empty();
  private Optional<Thread> watch = Optional.empty();

  /** The last step: what the keys themselves are sealed with. */
  public interface MasterExchange {
    /** Whether it was broken off. */
    boolean isUnderWay();

    /** Exchanges the master key, as far as that is a matter of this worker. */
    void run();

    /** By the operator: what is sealed with an older one of his keys is sealed with the first. */
    static MasterExchange byOperator(Database database, MasterKey masterKey) {
      return new MasterExchange() {
        @Override
        public boolean isUnderWay() {
          return false;
        }

        @Override
        public void run() {
          Keysets.sealAgain(database, masterKey);
        }
      };
    }

    /** Of a worker that has the file to itself. */
    static MasterExchange inFile(MasterKeyFile file, MasterKey masterKey) {
      return new MasterExchange() {
        @Override
        public boolean isUnderWay() {
          return masterKey.size() > 1;
        }

        @Override
        public void run() {
          file.exchange(masterKey);
        }
      };
    }
  }

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    void sleep(Duration wait) throws InterruptedException;
  }

  /**
   * How far a rotation is.
   *
   * @param total how many values there were when it last began to look
   * @param done how many of them are sealed with the new key
   */
  public record Progress(boolean running, long total, long done) {}

  /**
   * @param columns all that is sealed
   * @param grace how long other workers may seal with the keys that they know; zero where there is
   *     no other
   */
  public KeyRotation(
      Database database,
      ValueKeys keys,
      List<SealedColumn> columns,
      Duration grace,
      MasterExchange master,
      Pause pause) {
    this.database = database;
    this.keys = keys;
    this.columns = List.copyOf(columns);
    this.grace = grace;
    this.master = master;
    this.pause = pause;
  }

  /** Begins a rotation unless one is under way; returns at once. */
  public synchronized Progress begin() {
    if (!isRunning()) {
      if (!keys.hasOlder()) {
        keys.add();
      }
      start();
    }
    return progress();
  }

  /** Goes on with a rotation that was broken off, if there is one. */
  public synchronized void resume() {
    if (!isRunning() && (keys.hasOlder() || master.isUnderWay())) {
      start();
    }
  }

  /**
   * Goes on with what was broken off, here or by another worker that is gone, and sees new keys of
   * other workers. Returns at once; called once.
   *
   * @param interval between two looks
   */
  public synchronized void watch(Duration interval) {
    Thread started = Thread.ofPlatform().name("key-watch").daemon().unstarted(() -> look(interval));
    watch = Optional.of(started);
    started.start();
  }

  private void look(Duration interval) {
    try {
      while (true) {
        try {
          resume();
        } catch (StoreException e) {
          LOGGER.debugf("keys cannot be looked at error=%s", e.getClass().getName());
        }
        pause.sleep(interval);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  public synchronized Progress progress() {
    return new Progress(isRunning(), total.get(), done.get());
  }

  private boolean isRunning() {
    return thread.filter(Thread::isAlive).isPresent();
  }

  private void start() {
    // Not a virtual one, whose interrupt would close the connection to a database under its hands.
    Thread started = Thread.ofPlatform().name("key-rotation").daemon().unstarted(this::run);
    thread = Optional.of(started);
    started.start();
  }

  private void run() {
    LOGGER.info("key rotation begun");
    try {
      pause.sleep(grace);
      // The second look finds what was written behind the first one, which is mostly nothing.
      boolean ended = sealAll();
      ended = ended || sealAll();
      while (!ended) {
        pause.sleep(LATER);
        ended = sealAll();
      }
      LOGGER.infof("key rotation done values=%d", done.get());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it came to its end. */
  private boolean sealAll() throws InterruptedException {
    try {
      total.set(count());
      done.set(0);
      long again = 0;
      for (SealedColumn column : columns) {
        again += seal(column);
      }
      if (again > 0) {
        // Whoever wrote behind the look with an older key is found by the next one.
        return false;
      }
      keys.dropOlder();
      master.run();
      return true;
    } catch (StoreException e) {
      LOGGER.warnf("key rotation broke off, later again error=%s", e.getClass().getName());
      return false;
    }
  }

  private long count() {
    return database.read(
        connection -> {
          long all = 0;
          for (SealedColumn column : columns) {
            all +=
                Sql.find(
                        connection,
                        "SELECT COUNT(*) AS all_rows FROM %s WHERE %s IS NOT NULL"
                            .formatted(column.table(), column.column()),
                        row -> row.getLong("all_rows"))
                    .orElseThrow();
          }
          return all;
        });
  }

  /** Returns how many had to be sealed again. */
  private long seal(SealedColumn column) throws InterruptedException {
    long again = 0;
    List<Object> after = List.of();
    while (true) {
      List<Object> from = after;
      Step step = database.write(connection -> step(connection, column, from));
      again += step.again();
      done.addAndGet(step.rows());
      if (step.rows() < STEP) {
        return again;
      }
      after = step.last();
      pause.sleep(PAUSE);
    }
  }

  /**
   * @param last the key of the last row
   */
  private record Step(int rows, int again, List<Object> last) {}

  private record Row(List<Object> key, byte[] sealed, List<String> identities) {}

  private Step step(Connection connection, SealedColumn column, List<Object> after)
      throws SQLException {
    String key = String.join(", ", column.keys());
    List<String> read = new ArrayList<>(column.keys());
    read.add(column.column());
    read.addAll(column.more());
    String beyond =
        after.isEmpty() ? "" : " AND (%s) > (%s)".formatted(key, String.join(", ", marks(column)));
    List<Object> parameters = new ArrayList<>(after);
    parameters.add(STEP);
    List<Row> rows =
        Sql.list(
            connection,
            "SELECT %s FROM %s WHERE %s IS NOT NULL%s ORDER BY %s LIMIT ?"
                .formatted(String.join(", ", read), column.table(), column.column(), beyond, key),
            row -> row(row, column),
            parameters.toArray());
    List<Object[]> updates = new ArrayList<>();
    for (Row row : rows) {
      if (!keys.isUnderTheFirst(row.sealed())) {
        List<Object> update = new ArrayList<>();
        update.add(sealedAgain(row, column));
        update.addAll(row.key());
        update.add(row.sealed());
        updates.add(update.toArray());
      }
    }
    int[] _ =
        Sql.batch(
            connection,
            "UPDATE %s SET %s = ? WHERE (%s) = (%s) AND %s = ?"
                .formatted(
                    column.table(),
                    column.column(),
                    key,
                    String.join(", ", marks(column)),
                    column.column()),
            updates);
    return new Step(rows.size(), updates.size(), rows.isEmpty() ? after : rows.getLast().key());
  }

  private static List<String> marks(SealedColumn column) {
    return Collections.nCopies(column.keys().size(), "?");
  }

  private static Row row(ResultSet row, SealedColumn column) throws SQLException {
    List<Object> key = new ArrayList<>();
    for (String each : column.keys()) {
      key.add(row.getString(each));
    }
    return new Row(key, row.getBytes(column.column()), column.identities().of(row));
  }

  private byte[] sealedAgain(Row row, SealedColumn column) {
    for (String each : row.identities()) {
      byte[] identity = each.getBytes(StandardCharsets.UTF_8);
      try {
        return keys.seal(keys.open(row.sealed(), identity), identity);
      } catch (GeneralSecurityException _) {
        // It may have been sealed for the next one.
      }
    }
    throw new StoreException(
        column.table() + " has a row that does not open: " + row.identities().getFirst());
  }

  /** Waits for the step that is under way; what is left is for {@link #resume}. */
  @Override
  public void close() {
    List<Thread> running;
    synchronized (this) {
      running = Stream.of(watch, thread).flatMap(Optional::stream).toList();
    }
    for (Thread each : running) {
      each.interrupt();
      try {
        each.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
