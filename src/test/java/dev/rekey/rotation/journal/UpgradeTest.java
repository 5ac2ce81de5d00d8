package dev.rekey.rotation.journal;

import static dev.rekey.rotation.Rotations.changes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.datasource.KeySwap;
import dev.rekey.datasource.Kind;
import dev.rekey.rotation.Candidate;
import dev.rekey.rotation.Journal.Appended;
import dev.rekey.rotation.Rotation;
import dev.rekey.rotation.RotationState;
import dev.rekey.rotation.Rotations;
import dev.rekey.secret.Secret;
import dev.rekey.store.Database;
import dev.rekey.store.MasterKey;
import dev.rekey.store.Sql;
import dev.rekey.store.ValueCipher;
import dev.rekey.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that the first version of the schema wrote goes on under this one. */
class UpgradeTest {
  private static final String INSERT =
      """
      INSERT INTO rotation (id, binding_id, secret, environment, data_source, event_id, sequence,
        format, state, is_open, attempt, version, config_keys, detail, changes, created_at, updated_at)
      VALUES (?, ?, 'dir://login', 'prod', ?, ?, 2, 1, ?, 1, ?, ?, ?, 'As it was.', ?, 1, 2)""";

  private final ValueCipher cipher = new ValueCipher(MasterKey.generate());

  @TempDir private Path folder;

  @Test
  void openRotationsOfTheFirstSchemaGoOnOnSqlite() {
    TestDatabase.before(folder.resolve("rekey.db"), "1", this::writeAsBefore);

    try (TestDatabase database = TestDatabase.sqlite(folder.resolve("rekey.db"))) {
      assertGoesOn(database.database(), Leases.ALONE);
    }
  }

  @Test
  void openRotationsOfTheFirstSchemaGoOnOnPostgresql() {
    String url = TestDatabase.before("1", this::writeAsBefore);

    try (TestDatabase database = TestDatabase.postgresql(url)) {
      assertGoesOn(database.database(), new Leases(Optional.of(Duration.ofMinutes(1))));
    }
  }

  private void writeAsBefore(Database database) {
    database.write(
        connection -> {
          Sql.update(
              connection,
              """
              INSERT INTO data_source (id, environment, name, kind, created_at, updated_at)
              VALUES ('d1', 'prod', 'a', 'POSTGRESQL', 1, 1)""");
          insert(connection, "r1", "b1", "a", "QUEUED", Optional.empty());
          insert(connection, "r2", "b2", "b", "PREPARED", Optional.of(sealed("r2")));
          insert(connection, "r3", "b3", "c", "APPLIED", Optional.of(sealed("r3")));
          insert(connection, "r4", "b4", "a", "ROLLING_BACK", Optional.of(sealed("r4")));
          insert(connection, "r5", "b4", "a", "QUEUED", Optional.empty());
          return true;
        });
  }

  private static void insert(
      Connection connection,
      String id,
      String binding,
      String dataSource,
      String state,
      Optional<byte[]> changes)
      throws SQLException {
    Sql.update(
        connection,
        INSERT,
        id,
        binding,
        dataSource,
        "event-" + id,
        state,
        state.equals("APPLIED") ? 2 : 0,
        changes.map(values -> "v1"),
        changes.isPresent() ? "APPEARS,CHANGES,GOES" : "",
        changes);
  }

  /** As the first version sealed a change set. */
  private byte[] sealed(String rotationId) {
    List<Optional<Secret>> values = new ArrayList<>();
    for (KeySwap swap : changes().swaps()) {
      values.add(swap.from());
      values.add(swap.to());
    }
    return cipher.sealAll(values, "rotation/" + rotationId + "/APPEARS,CHANGES,GOES");
  }

  private void assertGoesOn(Database database, Leases leases) {
    JdbcJournal journal =
        new JdbcJournal(database, cipher, leases, "w1", () -> "z-follows", Witness.NONE);

    List<Rotation> taken = journal.takeUp(10, Rotations.NOW);

    Candidate unknownKind = new Candidate(Rotations.version("v1"), Optional.empty(), changes());
    assertThat(taken)
        .extracting(Rotation::id)
        .as("one for each data source, what was half done first")
        .containsExactly("r2", "r3", "r4");
    assertThat(taken)
        .extracting(Rotation::state)
        .containsExactly(
            new RotationState.Prepared(unknownKind, "As it was."),
            new RotationState.Applied(unknownKind, "As it was."),
            new RotationState.RollingBack(
                new Candidate(
                    unknownKind.version(), Optional.of(Kind.POSTGRESQL), unknownKind.changes()),
                false,
                "As it was."));
    assertThat(journal.find("r5"))
        .map(r -> r.state().name())
        .contains(RotationState.Name.SUPERSEDED);
    Rotation rolling = taken.getLast();
    RotationState end = new RotationState.RolledBack(Rotations.carried("v1"), "Back.");
    Optional<Rotation> next =
        ((Appended.Written) journal.append(Rotations.move(rolling.moved(end, Rotations.NOW))))
            .next();
    assertThat(next).map(Rotation::id).as("the oldest that waits").contains("r1");
    assertThat(journal.find("z-follows")).map(Rotation::eventId).contains("event-r5");
  }
}
