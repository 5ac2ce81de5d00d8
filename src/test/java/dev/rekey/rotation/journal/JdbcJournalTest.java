package dev.rekey.rotation.journal;

import dev.rekey.rotation.Journal;
import dev.rekey.rotation.JournalContract;
import dev.rekey.rotation.RotationLogContract;
import dev.rekey.store.Database;
import dev.rekey.store.MasterKey;
import dev.rekey.store.ValueCipher;
import dev.rekey.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class JdbcJournalTest {
  private static final ValueCipher CIPHER = new ValueCipher(MasterKey.generate());

  private static final Leases LEASES = new Leases(Optional.of(Duration.ofMinutes(1)));

  private static TestDatabase sqlite;
  private static TestDatabase postgresql;

  @BeforeAll
  static void open(@TempDir Path folder) {
    sqlite = TestDatabase.sqlite(folder.resolve("rekey.db"));
    postgresql = TestDatabase.postgresql();
  }

  @AfterAll
  static void close() {
    sqlite.close();
    postgresql.close();
  }

  private static Database cleared(TestDatabase database) {
    database.clear();
    return database.database();
  }

  @Nested
  class WritingOnSqlite extends JournalContract {
    @Override
    protected Journal emptyJournal() {
      return journal(cleared(sqlite), Leases.ALONE);
    }
  }

  @Nested
  class WritingOnPostgresql extends JournalContract {
    @Override
    protected Journal emptyJournal() {
      return journal(cleared(postgresql), LEASES);
    }
  }

  @Nested
  class ReadingOnSqlite extends RotationLogContract {
    @Override
    protected Both empty() {
      return both(cleared(sqlite), Leases.ALONE);
    }
  }

  @Nested
  class ReadingOnPostgresql extends RotationLogContract {
    @Override
    protected Both empty() {
      return both(cleared(postgresql), LEASES);
    }
  }

  private static Journal journal(Database database, Leases leases) {
    return new JdbcJournal(
        database,
        CIPHER,
        leases,
        "worker-1",
        () -> "x-" + UUID.randomUUID().toString(),
        Witness.NONE);
  }

  private static RotationLogContract.Both both(Database database, Leases leases) {
    return new RotationLogContract.Both(journal(database, leases), new JdbcRotationLog(database));
  }
}
