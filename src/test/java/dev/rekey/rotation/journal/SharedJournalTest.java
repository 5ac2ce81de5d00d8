package dev.rekey.rotation.journal;

import static dev.rekey.rotation.Rotations.NOW;
import static dev.rekey.rotation.Rotations.binding;
import static dev.rekey.rotation.Rotations.candidate;
import static dev.rekey.rotation.Rotations.carried;
import static dev.rekey.rotation.Rotations.event;
import static dev.rekey.rotation.Rotations.move;
import static dev.rekey.rotation.Rotations.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekey.rotation.Binding;
import dev.rekey.rotation.Journal.Appended;
import dev.rekey.rotation.Journal.Recorded;
import dev.rekey.rotation.Rotation;
import dev.rekey.rotation.RotationState.Applied;
import dev.rekey.rotation.RotationState.Committed;
import dev.rekey.rotation.RotationState.Parked;
import dev.rekey.rotation.RotationState.Prepared;
import dev.rekey.secret.SecretRef;
import dev.rekey.store.MasterKey;
import dev.rekey.store.ValueCipher;
import dev.rekey.testing.Concurrently;
import dev.rekey.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two workers with one journal in PostgreSQL. */
class SharedJournalTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(200);

  private final ValueCipher cipher = new ValueCipher(MasterKey.generate());
  private TestDatabase database;

  @BeforeEach
  void open() {
    database = TestDatabase.postgresql();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private JdbcJournal worker(String name, Duration lease) {
    JdbcJournal journal =
        new JdbcJournal(
            database.database(),
            cipher,
            new Leases(Optional.of(lease)),
            name,
            () -> "f-" + UUID.randomUUID(),
            Witness.NONE);
    journal.takeUp(1, NOW);
    return journal;
  }

  private static Rotation queue(JdbcJournal journal, String id, Binding binding) {
    Recorded recorded =
        journal.record(List.of(request(id, binding, event("e-" + id))), List.of()).getFirst();
    return ((Recorded.Queued) recorded).rotation();
  }

  private static Binding otherSecret(String dataSource) {
    Binding binding = binding(dataSource);
    return new Binding(SecretRef.directory("other"), binding.dataSource(), binding.keys());
  }

  @Test
  void whatALivingWorkerDrivesIsLeftToIt() {
    JdbcJournal one = worker("one", LONG);
    JdbcJournal other = worker("other", LONG);
    queue(one, "r1", binding("a"));

    List<Rotation> taken = other.takeUp(10, NOW);

    assertThat(taken).isEmpty();
    assertThat(other.find("r1")).map(Rotation::claimed).contains(false);
  }

  @Test
  void whatADeadWorkerDroveIsTakenUpAndItsFormerDriverIsFenced() {
    JdbcJournal dead = worker("dead", SHORT);
    JdbcJournal other = worker("other", LONG);
    Rotation queued = queue(dead, "r1", binding("a"));
    Rotation prepared = queued.moved(new Prepared(candidate("v1"), "Journalled."), NOW);
    assertThat(dead.append(move(prepared))).isInstanceOf(Appended.Written.class);

    Rotation taken =
        await().until(() -> other.takeUp(10, NOW), found -> !found.isEmpty()).getFirst();

    assertThat(taken.id()).isEqualTo("r1");
    assertThat(taken.claimed()).isTrue();
    assertThat(taken.state()).isEqualTo(prepared.state());
    Rotation late = prepared.moved(new Applied(candidate("v1"), "Written."), NOW);
    assertThat(dead.append(move(late))).isEqualTo(new Appended.Lost());
    assertThat(holds(prepared)).as("the fence of the former driver").isFalse();
    assertThat(holds(taken)).as("the fence of the new one").isTrue();
  }

  private boolean holds(Rotation rotation) {
    return database
        .database()
        .write(connection -> JdbcFences.hold(connection, rotation.id(), rotation.sequence()));
  }

  @Test
  void aWorkerWhoseLeaseHasEndedCanRenewIt() {
    JdbcJournal slow = worker("slow", SHORT);
    JdbcJournal other = worker("other", LONG);
    queue(slow, "r1", binding("a"));
    await().until(() -> other.takeUp(10, NOW), found -> !found.isEmpty());
    slow.takeUp(10, NOW);
    Rotation own = queue(slow, "r2", binding("b"));

    Appended appended = slow.append(move(own.moved(new Committed(carried("v1"), "Passed."), NOW)));

    assertThat(appended).isInstanceOf(Appended.Written.class);
  }

  @Test
  void whatWasParkedByADeadWorkerIsWatchedByAnother() {
    JdbcJournal dead = worker("dead", SHORT);
    JdbcJournal other = worker("other", LONG);
    Rotation queued = queue(dead, "r1", binding("a"));
    dead.append(move(queued.moved(new Parked(carried("v1"), 0, "No answer."), NOW)));

    Rotation taken =
        await().until(() -> other.takeUp(10, NOW), found -> !found.isEmpty()).getFirst();

    assertThat(taken.claimed()).isFalse();
    assertThat(other.claim(taken)).map(Rotation::claimed).contains(true);
  }

  @Test
  void whatIsGivenBackIsTakenUpAtOnce() {
    JdbcJournal leaving = worker("leaving", LONG);
    JdbcJournal other = worker("other", LONG);
    queue(leaving, "r1", binding("a"));

    leaving.leave();

    assertThat(other.takeUp(10, NOW)).extracting(Rotation::id).containsExactly("r1");
  }

  @Test
  void twoWorkersNeverClaimTwoRotationsOfOneDataSource() {
    JdbcJournal one = worker("one", LONG);
    JdbcJournal other = worker("other", LONG);

    List<Rotation> queued =
        Concurrently.times(
            10,
            i ->
                i % 2 == 0
                    ? queue(one, "r" + i, binding("ds" + i / 2))
                    : queue(other, "r" + i, otherSecret("ds" + i / 2)));

    assertThat(queued.stream().filter(Rotation::claimed).map(Rotation::dataSource))
        .hasSize(5)
        .doesNotHaveDuplicates();
  }

  @Test
  void ofManyWhoTakeUpTheSameOneGetsIt() {
    JdbcJournal dead = worker("dead", SHORT);
    for (int i = 0; i < 20; i++) {
      queue(dead, "r%02d".formatted(i), binding("ds" + i));
    }
    List<JdbcJournal> workers =
        IntStream.range(0, 4).mapToObj(i -> worker("worker-" + i, LONG)).toList();
    List<String> taken = new ArrayList<>();
    workers.forEach(worker -> worker.takeUp(100, NOW).forEach(r -> taken.add(r.id())));

    await()
        .until(
            () -> {
              Concurrently.times(4, i -> workers.get(i).takeUp(100, NOW))
                  .forEach(found -> found.forEach(r -> taken.add(r.id())));
              return taken.size() >= 20;
            });

    assertThat(taken).hasSize(20).doesNotHaveDuplicates();
  }
}
