package dev.rekey.api.service;

import static dev.rekey.rotation.Rotations.binding;
import static dev.rekey.rotation.Rotations.candidate;
import static dev.rekey.rotation.Rotations.carried;
import static dev.rekey.rotation.Rotations.event;
import static dev.rekey.rotation.Rotations.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekey.api.call.Outflow;
import dev.rekey.rotation.Binding;
import dev.rekey.rotation.InMemoryJournal;
import dev.rekey.rotation.Journal.Appended;
import dev.rekey.rotation.Rotation;
import dev.rekey.rotation.RotationRecord;
import dev.rekey.rotation.RotationSignal;
import dev.rekey.rotation.RotationState;
import dev.rekey.rotation.RotationState.Committed;
import dev.rekey.rotation.RotationState.Prepared;
import dev.rekey.rotation.Rotations;
import dev.rekey.testing.ManualClock;
import io.grpc.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RotationWatchesTest {
  private static final Duration NEVER = Duration.ofHours(1);

  private final InMemoryJournal journal = new InMemoryJournal();
  private final RotationSignal signal = new RotationSignal();
  private final List<Thread> watching = new ArrayList<>();

  @AfterEach
  void endAll() throws InterruptedException {
    for (Thread thread : watching) {
      thread.interrupt();
      thread.join();
    }
  }

  @Test
  void whatThisWorkerMovesIsToldAtOnce() {
    Reader reader = watch(NEVER, false, RotationWatchesTest::anything);

    queue("r1", binding("shop"));
    move("r1", new Prepared(candidate("v1"), "Journalled."));

    await().untilAsserted(() -> assertThat(reader.told).last().isEqualTo("r1 PREPARED"));
  }

  @Test
  void whatAnotherWorkerMovesIsToldByTheNextHeartbeat() {
    Reader reader = watch(Duration.ofMillis(10), false, RotationWatchesTest::anything);

    journal.record(List.of(request("r1", binding("shop"), event("e1"))), List.of());

    await().untilAsserted(() -> assertThat(reader.told).containsExactly("r1 QUEUED"));
  }

  @Test
  void openOnesComeFirstIfTheyAreWanted() {
    queue("r1", binding("shop"));
    queue("r2", binding("store"));
    move("r2", committed());

    Reader without = watch(NEVER, false, RotationWatchesTest::anything);
    Reader with = watch(NEVER, true, RotationWatchesTest::anything);
    queue("r3", binding("third"));

    await().untilAsserted(() -> assertThat(with.told).containsExactly("r1 QUEUED", "r3 QUEUED"));
    await().untilAsserted(() -> assertThat(without.told).containsExactly("r3 QUEUED"));
  }

  @Test
  void onlyWhatIsWantedIsTold() {
    Reader reader = watch(NEVER, false, rotation -> rotation.state().isFinal());

    queue("r1", binding("shop"));
    move("r1", committed());
    queue("r2", binding("store"));

    await().untilAsserted(() -> assertThat(reader.told).containsExactly("r1 COMMITTED"));
  }

  @Test
  void readerWithoutRoomIsToldTheNewestStatesAfterwards() {
    Reader reader = watch(NEVER, false, RotationWatchesTest::anything);
    reader.room.drainPermits();
    List<String> ids = IntStream.range(0, 300).mapToObj("r%03d"::formatted).toList();
    ids.forEach(id -> queue(id, binding(id)));
    reader.room.release();
    await().untilAsserted(() -> assertThat(reader.told).hasSize(1));
    ids.forEach(id -> move(id, new Prepared(candidate("v1"), "Journalled.")));
    ids.forEach(id -> move(id, committed()));

    reader.room.release(10_000);

    List<String> newest = ids.stream().map(id -> id + " COMMITTED").toList();
    await().untilAsserted(() -> assertThat(reader.told).containsAll(newest));
    assertThat(reader.told)
        .startsWith("r000 QUEUED")
        .doesNotHaveDuplicates()
        .hasSizeLessThanOrEqualTo(ids.size() + 1);
  }

  @Test
  void interruptEndsTheStreamWhereverItWaits() {
    Reader idle = watch(NEVER, false, RotationWatchesTest::anything);
    Reader full = watch(NEVER, false, RotationWatchesTest::anything);
    full.room.drainPermits();
    queue("r1", binding("shop"));
    await().untilAsserted(() -> assertThat(idle.told).hasSize(1));

    watching.forEach(Thread::interrupt);

    await().untilAsserted(() -> assertThat(watching).noneMatch(Thread::isAlive));
  }

  private Reader watch(Duration heartbeat, boolean includeOpen, Predicate<RotationRecord> wanted) {
    RotationWatches watches =
        new RotationWatches(
            journal.log(), signal, new ManualClock(Rotations.NOW), Duration.ZERO, heartbeat);
    Reader reader = new Reader();
    watching.add(
        Thread.ofVirtual()
            .start(
                reader
                    .in(Context.ROOT)
                    .wrap(() -> watches.tell("prod", includeOpen, wanted, reader::take))));
    reader.begun.acquireUninterruptibly();
    return reader;
  }

  private void queue(String id, Binding binding) {
    journal.record(List.of(request(id, binding, event("event-" + id))), List.of());
    signal.moved(journal.find(id).orElseThrow());
  }

  private void move(String id, RotationState state) {
    Rotation next = journal.find(id).orElseThrow().moved(state, Rotations.NOW);
    assertThat(journal.append(Rotations.move(next))).isInstanceOf(Appended.Written.class);
    signal.moved(next);
  }

  private static Committed committed() {
    return new Committed(carried("v1"), "Passed.");
  }

  private static boolean anything(RotationRecord rotation) {
    return !rotation.id().isEmpty();
  }

  /** A caller with room for as many messages as it has permits: at first, for any number. */
  private static final class Reader extends Outflow {
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore room = new Semaphore(10_000);

    void take(RotationRecord rotation) {
      assertThat(room.tryAcquire()).as("room for a message").isTrue();
      told.add(rotation.id() + " " + rotation.state());
    }

    @Override
    public void begin() {
      begun.release();
    }

    @Override
    public boolean hasRoom() {
      return room.availablePermits() > 0;
    }

    @Override
    public void awaitRoom() throws InterruptedException {
      room.acquire();
      room.release();
    }
  }
}
