package dev.rekey.rotation.journal;

import dev.rekey.rotation.BindingStoreContract;
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

class JdbcBindingStoreTest {
  private static final ValueCipher CIPHER = new ValueCipher(MasterKey.generate());

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

  @Nested
  class OnSqlite extends BindingStoreContract {
    @Override
    protected Both empty() {
      return over(sqlite, Leases.ALONE);
    }
  }

  @Nested
  class OnPostgresql extends BindingStoreContract {
    @Override
    protected Both empty() {
      return over(postgresql, new Leases(Optional.of(Duration.ofMinutes(1))));
    }
  }

  private static BindingStoreContract.Both over(TestDatabase database, Leases leases) {
    database.clear();
    JdbcJournal journal =
        new JdbcJournal(
            database.database(),
            CIPHER,
            leases,
            "worker-1",
            () -> "x-" + UUID.randomUUID(),
            Witness.NONE);
    return new BindingStoreContract.Both(
        new JdbcBindingStore(database.database(), journal), journal);
  }
}
