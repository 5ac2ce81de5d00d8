package dev.rekey.rotation.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.rotation.Retention;
import dev.rekey.rotation.TimeOrderedIds;
import dev.rekey.store.Database;
import dev.rekey.store.Sql;
import dev.rekey.testing.Concurrently;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What pruning takes away and what it leaves, in any database. */
abstract class RetentionContract {
  private static final Instant BEFORE = Instant.parse("2026-08-25T10:15:30Z");
  private static final Instant OLDER = BEFORE.minus(Duration.ofDays(1));
  private static final int PLENTY = 1_000;

  private final SplittableRandom random = new SplittableRandom(1);
  private Database database;
  private Retention retention;

  /** A database without rows. */
  protected abstract Database empty();

  @BeforeEach
  void begin() {
    database = empty();
    retention = new JdbcRetention(database);
  }

  @Test
  void aRotationThatHasEndedGoesWithItsHistory() {
    String old = rotation("COMMITTED", OLDER, OLDER);
    String young = rotation("COMMITTED", BEFORE, BEFORE);

    int removed = retention.prune(BEFORE, PLENTY);

    assertThat(removed).isEqualTo(1);
    assertThat(old).isNotEqualTo(young);
    assertThat(ids("SELECT id FROM rotation")).containsExactly(young);
    assertThat(ids("SELECT rotation_id AS id FROM rotation_step")).containsExactly(young);
  }

  @Test
  void aRotationThatIsOpenStaysHoweverOldItIs() {
    String open = rotation("PARKED", OLDER, OLDER);

    int removed = retention.prune(BEFORE, PLENTY);

    assertThat(removed).isZero();
    assertThat(ids("SELECT id FROM rotation")).containsExactly(open);
    assertThat(ids("SELECT rotation_id AS id FROM rotation_step")).containsExactly(open);
  }

  @Test
  void theAgeOfARotationIsThatOfItsEnd() {
    String endedLate = rotation("ROLLED_BACK", OLDER, BEFORE);

    int removed = retention.prune(BEFORE, PLENTY);

    assertThat(removed).isZero();
    assertThat(ids("SELECT id FROM rotation")).containsExactly(endedLate);
  }

  @Test
  void whatABindingSettledOnStays() {
    String old = rotation("ROLLED_BACK", OLDER, OLDER);
    insert(
        "INSERT INTO settled (binding_id, version, state, rotation_id, at) VALUES (?, ?, ?, ?, ?)",
        "b",
        "v1",
        "ROLLED_BACK",
        old,
        OLDER);

    int removed = retention.prune(BEFORE, PLENTY);

    assertThat(removed).isEqualTo(1);
    assertThat(ids("SELECT rotation_id AS id FROM settled")).containsExactly(old);
  }

  @Test
  void eventsAuditAndQuarantineGoByTheirTime() {
    for (Instant at : List.of(OLDER, BEFORE.minusMillis(1), BEFORE, BEFORE.plusMillis(1))) {
      event("e" + at, at);
      audit("a" + at, at);
      quarantined("q" + at, at);
    }

    int removed = retention.prune(BEFORE, PLENTY);

    assertThat(removed).isEqualTo(6);
    Instant after = BEFORE.plusMillis(1);
    assertThat(ids("SELECT event_id AS id FROM rotation_event"))
        .containsExactlyInAnyOrder("e" + BEFORE, "e" + after);
    assertThat(ids("SELECT actor AS id FROM audit"))
        .containsExactlyInAnyOrder("a" + BEFORE, "a" + after);
    assertThat(ids("SELECT id FROM quarantine"))
        .containsExactlyInAnyOrder("q" + BEFORE, "q" + after);
  }

  @Test
  void anAuditEntryOfAWrongClockHoldsUpNoOther() {
    audit("ahead", BEFORE.plus(Duration.ofDays(1)));
    audit("old", OLDER);

    int removed = retention.prune(BEFORE, PLENTY);

    assertThat(removed).isEqualTo(1);
    assertThat(ids("SELECT actor AS id FROM audit")).containsExactly("ahead");
  }

  @Test
  void oneStepTakesNoMoreThanItsLimitAndTheOldestFirst() {
    TreeSet<String> all = new TreeSet<>();
    for (int i = 0; i < 25; i++) {
      Instant at = OLDER.plusSeconds(i);
      all.add(rotation("UNCHANGED", at, at));
      event("e" + i, at);
      audit("a" + i, at);
      quarantined("q" + i, at);
    }

    int first = retention.prune(BEFORE, 10);
    Set<String> left = ids("SELECT id FROM rotation");
    List<Integer> further =
        List.of(
            retention.prune(BEFORE, 10), retention.prune(BEFORE, 10), retention.prune(BEFORE, 10));

    assertThat(first).isEqualTo(40);
    assertThat(left).isEqualTo(all.tailSet(all.stream().skip(10).findFirst().orElseThrow()));
    assertThat(further).containsExactly(40, 20, 0);
    assertThat(ids("SELECT id FROM rotation")).isEmpty();
  }

  @Test
  void severalMayPruneAtOnce() {
    for (int i = 0; i < 100; i++) {
      Instant at = OLDER.plusSeconds(i);
      String _ = rotation("UNCHANGED", at, at);
      event("e" + i, at);
      audit("a" + i, at);
      quarantined("q" + i, at);
    }

    List<Integer> removed =
        Concurrently.times(
            4,
            worker -> {
              int mine = 0;
              for (int some = retention.prune(BEFORE, 7);
                  some > 0 || !ids("SELECT event_id AS id FROM rotation_event").isEmpty();
                  some = retention.prune(BEFORE, 7)) {
                mine += some;
              }
              return mine;
            });

    assertThat(removed.stream().mapToInt(Integer::intValue).sum()).isEqualTo(400);
    assertThat(ids("SELECT rotation_id AS id FROM rotation_step")).isEmpty();
  }

  /** Makes a rotation that was queued and updated at these times; returns its id. */
  private String rotation(String state, Instant created, Instant updated) {
    String id = new TimeOrderedIds(InstantSource.fixed(created), random).get();
    insert(
        """
        INSERT INTO rotation (id, binding_id, secret, environment, data_source, event_id, sequence,
          format, state, is_open, attempt, config_keys, detail, created_at, updated_at)
        VALUES (?, ?, 'dir://db', 'default', 'db', 'e', 2, 1, ?, ?, 0, '', '', ?, ?)""",
        id,
        "binding of " + id,
        state,
        state.equals("PARKED") ? 1 : 0,
        created,
        updated);
    for (long sequence = 1; sequence <= 2; sequence++) {
      insert(
          "INSERT INTO rotation_step (rotation_id, sequence, state, at, detail) VALUES (?, ?, ?, ?, '')",
          id,
          sequence,
          state,
          created);
    }
    return id;
  }

  private void event(String id, Instant at) {
    insert(
        "INSERT INTO rotation_event (binding_id, source, event_id, at) VALUES ('b', 'kafka', ?, ?)",
        id,
        at);
  }

  private void audit(String actor, Instant at) {
    insert(
        """
        INSERT INTO audit (at, actor, action, environment, data_source, config_keys, result)
        VALUES (?, ?, 'UPDATE', 'default', 'db', '', '')""",
        at,
        actor);
  }

  private void quarantined(String id, Instant at) {
    insert(
        """
        INSERT INTO quarantine (id, source, position, type, reason, size, sealed, at)
        VALUES (?, 'kafka', ?, 'unknown', '', 0, ?, ?)""",
        id,
        id,
        new byte[0],
        at);
  }

  private void insert(String sql, Object... parameters) {
    int inserted = database.write(connection -> Sql.update(connection, sql, parameters));
    assertThat(inserted).isEqualTo(1);
  }

  private Set<String> ids(String sql) {
    List<String> ids =
        database.read(connection -> Sql.list(connection, sql, row -> row.getString("id")));
    return new TreeSet<>(ids);
  }
}
