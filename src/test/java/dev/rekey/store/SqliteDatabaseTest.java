package dev.rekey.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekey.testing.Concurrently;
import dev.rekey.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDatabaseTest extends DatabaseContract {
  @TempDir private Path folder;

  @Override
  TestDatabase open() {
    return TestDatabase.sqlite(folder.resolve("rekey.db"));
  }

  @Test
  void whatWasWrittenIsThereAfterReopening() {
    Concurrently.times(50, i -> database.write(connection -> insert(connection, name(i))));
    opened.close();

    try (TestDatabase again = open()) {
      database = again.database();
      assertThat(names()).isEqualTo(names(0, 50));
    }
  }

  @Test
  void whatWasWrittenIsThereAfterTheProcessDied() throws IOException {
    Concurrently.times(50, i -> database.write(connection -> insert(connection, name(i))));
    // As a crash leaves them: the file as it was, and the log beside it.
    Path copy = Files.createDirectory(folder.resolve("copy"));
    for (String file : List.of("rekey.db", "rekey.db-wal")) {
      Files.copy(folder.resolve(file), copy.resolve(file));
    }

    try (TestDatabase again = TestDatabase.sqlite(copy.resolve("rekey.db"))) {
      database = again.database();
      assertThat(names()).isEqualTo(names(0, 50));
    }
  }

  @Test
  void workThatBreaksTheSharedTransactionHarmsNobodyElse() {
    CountDownLatch othersCome = new CountDownLatch(9);

    List<String> outcomes =
        Concurrently.times(
            10,
            i -> {
              if (i > 0) {
                othersCome.countDown();
              }
              return outcome(
                  connection -> {
                    if (i == 0) {
                      await(othersCome);
                    }
                    insert(connection, name(i));
                    return i == 5 ? breakTransaction(connection) : "written";
                  });
            });

    assertThat(outcomes).filteredOn("failed"::equals).hasSize(1);
    assertThat(outcomes.get(5)).isEqualTo("failed");
    assertThat(names())
        .isEqualTo(names(0, 10).stream().filter(name -> !name.equals(name(5))).toList());
  }

  @Test
  void failingCommitFailsAllWhoShareIt() {
    CountDownLatch othersCome = new CountDownLatch(9);

    List<String> outcomes =
        Concurrently.times(
            10,
            i -> {
              if (i > 0) {
                othersCome.countDown();
              }
              return outcome(
                  connection -> {
                    if (i == 0) {
                      await(othersCome);
                      insertOrphanUntilCommit(connection);
                    }
                    insert(connection, name(i));
                    return "written";
                  });
            });

    assertThat(outcomes.getFirst()).isEqualTo("failed");
    List<String> written =
        names(0, 10).stream().filter(n -> outcomes.get(number(n)).equals("written")).toList();
    assertThat(names()).isEqualTo(written);
    assertThat(database.<Integer>write(connection -> insert(connection, "later"))).isEqualTo(1);
  }

  /** Breaks a rule that is only looked at when the transaction ends. */
  private static void insertOrphanUntilCommit(Connection connection) throws SQLException {
    Sql.execute(connection, "PRAGMA defer_foreign_keys = ON");
    Sql.update(
        connection,
        """
        INSERT INTO data_source_config (data_source_id, config_key, secret_id, updated_at)
        VALUES ('none', 'KEY', 'secret', 0)""");
  }

  private String outcome(Database.Work<String> work) {
    try {
      return database.write(work);
    } catch (StoreException e) {
      return "failed";
    }
  }

  private static String breakTransaction(Connection connection) throws SQLException {
    Sql.update(connection, "ROLLBACK");
    return "written";
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void workCannotWriteThroughTheDatabaseAgain() {
    assertThatThrownBy(() -> database.write(outer -> database.write(inner -> insert(inner, "a"))))
        .isInstanceOf(IllegalStateException.class);
    assertThat(names()).isEmpty();
  }

  @Test
  void closedDatabaseTakesNoMoreWork() {
    opened.close();

    assertThatThrownBy(() -> database.write(connection -> insert(connection, "a")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void interruptedCallerStillLearnsThatItWasWritten() {
    Thread.currentThread().interrupt();

    int written = database.write(connection -> insert(connection, "a"));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(written).isEqualTo(1);
    assertThat(names()).containsExactly("a");
  }

  @Test
  void commitWaitsForTheDiskAndKeysAreChecked() {
    List<Integer> settings =
        database.write(
            connection ->
                List.of(pragma(connection, "synchronous"), pragma(connection, "foreign_keys")));

    assertThat(settings).containsExactly(2, 1);
  }

  private static int pragma(Connection connection, String name) throws SQLException {
    return Sql.find(connection, "PRAGMA " + name, row -> row.getInt(1)).orElseThrow();
  }
}
