package dev.rekey.rotation.journal;

import static dev.rekey.rotation.Rotations.NOW;
import static dev.rekey.rotation.Rotations.binding;
import static dev.rekey.rotation.Rotations.candidate;
import static dev.rekey.rotation.Rotations.carried;
import static dev.rekey.rotation.Rotations.event;
import static dev.rekey.rotation.Rotations.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekey.rotation.Journal.Appended;
import dev.rekey.rotation.Rotation;
import dev.rekey.rotation.RotationState;
import dev.rekey.rotation.RotationState.Applied;
import dev.rekey.rotation.RotationState.Committed;
import dev.rekey.rotation.RotationState.Failed;
import dev.rekey.rotation.RotationState.Fetched;
import dev.rekey.rotation.RotationState.Prepared;
import dev.rekey.rotation.RotationState.RollingBack;
import dev.rekey.rotation.RotationState.Verifying;
import dev.rekey.rotation.Rotations;
import dev.rekey.rotation.Tries;
import dev.rekey.store.MasterKey;
import dev.rekey.store.Sql;
import dev.rekey.store.StoreException;
import dev.rekey.store.ValueCipher;
import dev.rekey.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How rotations lie in the database. */
class StoredRotationTest {
  private TestDatabase database;
  private JdbcJournal journal;

  @BeforeEach
  void begin(@TempDir Path folder) {
    database = TestDatabase.sqlite(folder.resolve("rekey.db"));
    journal =
        new JdbcJournal(
            database.database(),
            new ValueCipher(MasterKey.generate()),
            Leases.ALONE,
            "w1",
            () -> "follows",
            Witness.NONE);
  }

  @AfterEach
  void end() {
    database.close();
  }

  private void queue(String id, String dataSource) {
    journal.record(List.of(request(id, binding(dataSource), event("e-" + id))), List.of());
  }

  private void move(String id, RotationState state) {
    Rotation next = journal.find(id).orElseThrow().moved(state, NOW);
    assertThat(journal.append(Rotations.move(next))).isInstanceOf(Appended.Written.class);
  }

  private int update(String sql) {
    return database.database().write(connection -> Sql.update(connection, sql));
  }

  private int keptValues() {
    return database
        .database()
        .read(
            connection ->
                Sql.list(
                        connection,
                        "SELECT id FROM rotation WHERE changes IS NOT NULL",
                        row -> row.getString("id"))
                    .size());
  }

  static Stream<RotationState> statesWithValues() {
    return Stream.of(
        new Fetched(candidate("v1"), Tries.NONE, "Fetched."),
        new Prepared(candidate("v1"), "Journalled."),
        new Applied(candidate("v1"), "Written."),
        new Verifying(candidate("v1"), Tries.NONE, false, "Refused."),
        new RollingBack(candidate("v1"), false, "Refused."));
  }

  @ParameterizedTest
  @MethodSource("statesWithValues")
  void valuesAreKeptUntilTheEnd(RotationState state) {
    queue("r1", "a");
    move("r1", state);
    assertThat(keptValues()).isEqualTo(1);

    move("r1", new Committed(carried("v1"), "Passed."));

    assertThat(keptValues()).isZero();
  }

  @Test
  void valuesAreDroppedByAFailureToo() {
    queue("r1", "a");
    move("r1", new Prepared(candidate("v1"), "Journalled."));

    move("r1", new Failed(Optional.of(carried("v1")), "Edited."));

    assertThat(keptValues()).isZero();
  }

  @Test
  void valuesOfAnotherRotationDoNotOpen() {
    queue("r1", "a");
    queue("r2", "b");
    move("r1", new Prepared(candidate("v1"), "Journalled."));
    move("r2", new Prepared(candidate("v1"), "Journalled."));
    int moved =
        update(
            """
            UPDATE rotation SET changes = (SELECT changes FROM rotation WHERE id = 'r1')
            WHERE id = 'r2'""");
    assertThat(moved).isEqualTo(1);

    assertThatThrownBy(() -> journal.find("r2"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("rotation/r2");
  }

  @Test
  void valuesUnderOtherKeysDoNotOpen() {
    queue("r1", "a");
    move("r1", new Prepared(candidate("v1"), "Journalled."));
    assertThat(update("UPDATE rotation SET config_keys = 'CHANGES,APPEARS,GOES'")).isEqualTo(1);

    assertThatThrownBy(() -> journal.find("r1")).isInstanceOf(StoreException.class);
  }

  @Test
  void rotationOfANewerFormatIsRefused() {
    queue("r1", "a");
    assertThat(update("UPDATE rotation SET format = 3")).isEqualTo(1);

    assertThatThrownBy(() -> journal.find("r1"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("rotation r1")
        .hasMessageContaining("newer");
  }
}
