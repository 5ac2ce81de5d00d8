package dev.rekey.notification.outbox;

import static dev.rekey.rotation.Rotations.binding;
import static dev.rekey.rotation.Rotations.carried;
import static dev.rekey.rotation.Rotations.event;
import static dev.rekey.rotation.Rotations.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekey.notification.CloudEvents;
import dev.rekey.notification.News;
import dev.rekey.notification.Notification;
import dev.rekey.notification.Outbox;
import dev.rekey.notification.Outbox.Pending;
import dev.rekey.notification.TellingJournalContract;
import dev.rekey.rotation.Journal;
import dev.rekey.rotation.Journal.Move;
import dev.rekey.rotation.Rotation;
import dev.rekey.rotation.RotationState.Committed;
import dev.rekey.rotation.Rotations;
import dev.rekey.rotation.journal.JdbcJournal;
import dev.rekey.rotation.journal.Leases;
import dev.rekey.rotation.journal.Witness;
import dev.rekey.store.Database;
import dev.rekey.store.MasterKey;
import dev.rekey.store.StoreException;
import dev.rekey.store.ValueCipher;
import dev.rekey.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TellingJournalTest {
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

  @Nested
  class OnSqlite extends TellingJournalContract {
    @Override
    protected Both empty() {
      return both(sqlite, Leases.ALONE);
    }
  }

  @Nested
  class OnPostgresql extends TellingJournalContract {
    @Override
    protected Both empty() {
      return both(postgresql, LEASES);
    }
  }

  @Test
  void aStateIsNotWrittenWithoutWhatIsToBeToldOfIt() {
    for (TestDatabase each : List.of(sqlite, postgresql)) {
      each.clear();
      Journal journal =
          journal(
              each.database(),
              LEASES,
              (connection, rotation) -> {
                throw new SQLException("disk full");
              });
      var _ = journal.record(List.of(request("r1", binding("a"), event("e1"))), List.of());
      Rotation before = journal.find("r1").orElseThrow();
      Rotation next = before.moved(new Committed(carried("v1"), "Passed."), Rotations.NOW);

      assertThatThrownBy(() -> journal.append(List.of(new Move(next, Optional.empty()))))
          .isInstanceOf(StoreException.class);

      assertThat(journal.find("r1")).contains(before);
    }
  }

  private static TellingJournalContract.Both both(TestDatabase database, Leases leases) {
    database.clear();
    JdbcOutbox outbox =
        new JdbcOutbox(
            database.database(),
            new CloudEvents("/rekey"),
            List.of(News.endpoint("all")),
            new EndpointLeases("w1", Optional.empty()));
    return new TellingJournalContract.Both(
        journal(database.database(), leases, outbox::write), () -> told(outbox));
  }

  private static List<Notification> told(Outbox outbox) {
    return outbox.take("all", News.NOW, 100).stream().map(Pending::notification).toList();
  }

  private static Journal journal(Database database, Leases leases, Witness witness) {
    return new JdbcJournal(database, CIPHER, leases, "w1", () -> "x-" + UUID.randomUUID(), witness);
  }
}
