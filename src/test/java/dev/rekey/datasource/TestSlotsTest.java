package dev.rekey.datasource;

import static dev.rekey.datasource.Kind.MYSQL;
import static dev.rekey.datasource.Kind.POSTGRESQL;
import static dev.rekey.datasource.Kind.SNOWFLAKE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rekey.testing.Concurrently;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TestSlotsTest {
  private final CountDownLatch gate = new CountDownLatch(1);
  private final AtomicInteger running = new AtomicInteger();

  @Test
  void theBoundsAreReachedAndNeverExceeded() {
    TestSlots slots = new TestSlots(5, kind -> kind == SNOWFLAKE ? 1 : 3);
    Map<Kind, Peak> peaks = new EnumMap<>(Kind.class);
    List<Kind> kinds = List.of(MYSQL, POSTGRESQL, SNOWFLAKE);
    kinds.forEach(kind -> peaks.put(kind, new Peak()));
    Peak overall = new Peak();
    CountDownLatch full = new CountDownLatch(5);

    List<Boolean> done =
        Concurrently.times(
            300,
            i -> {
              Kind kind = kinds.get(i % kinds.size());
              return run(
                  slots,
                  kind,
                  () -> {
                    overall.enter();
                    peaks.get(kind).enter();
                    full.countDown();
                    pass(full);
                    peaks.get(kind).leave();
                    overall.leave();
                  });
            });

    assertThat(done).hasSize(300);
    assertThat(overall.highest.get()).isEqualTo(5);
    assertThat(peaks.get(SNOWFLAKE).highest.get()).isEqualTo(1);
    assertThat(peaks.get(MYSQL).highest.get()).isBetween(1, 3);
    assertThat(peaks.get(POSTGRESQL).highest.get()).isBetween(1, 3);
  }

  @Test
  void testsThatHangHoldUpTheirOwnKindAlone() {
    TestSlots slots = new TestSlots(3, kind -> 2);
    for (int i = 0; i < 10; i++) {
      var _ = new Hanging(slots, MYSQL);
    }
    assertThat(running).hasValue(2);

    boolean other = run(slots, POSTGRESQL, () -> {});

    assertThat(other).isTrue();
    gate.countDown();
  }

  @Test
  void whoComesFirstIsServedFirst() {
    TestSlots slots = new TestSlots(1, kind -> 1);
    List<Integer> served = new CopyOnWriteArrayList<>();
    var _ = new Hanging(slots, MYSQL);
    List<Thread> waiting = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int number = i;
      Thread thread = Thread.ofVirtual().start(() -> run(slots, MYSQL, () -> served.add(number)));
      await().until(() -> thread.getState() == Thread.State.WAITING);
      waiting.add(thread);
    }

    gate.countDown();

    await().until(() -> served.size() == waiting.size());
    assertThat(served).isSorted();
  }

  @Test
  void whoIsInterruptedWhileItWaitsRunsNothingAndKeepsNoSlot()
      throws ExecutionException, InterruptedException {
    TestSlots slots = new TestSlots(2, kind -> kind == MYSQL ? 1 : 2);
    Hanging first = new Hanging(slots, MYSQL);
    Hanging waitsForItsKind = new Hanging(slots, MYSQL);
    Hanging second = new Hanging(slots, POSTGRESQL);
    Hanging waitsForAny = new Hanging(slots, POSTGRESQL);
    assertThat(running).hasValue(2);

    waitsForItsKind.thread.interrupt();
    waitsForAny.thread.interrupt();

    assertThatThrownBy(waitsForItsKind.result::get).hasCauseInstanceOf(InterruptedException.class);
    assertThatThrownBy(waitsForAny.result::get).hasCauseInstanceOf(InterruptedException.class);
    gate.countDown();
    assertThat(List.of(first.result.get(), second.result.get())).containsOnly(true);
    assertThat(running).hasValue(2);
    assertThatAllSlotsAreFree(slots);
  }

  @Test
  void aTestThatThrowsGivesItsSlotBack() {
    TestSlots slots = new TestSlots(2, kind -> kind == MYSQL ? 1 : 2);

    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(
              () ->
                  slots.run(
                      MYSQL,
                      () -> {
                        throw new IllegalStateException("broken");
                      }))
          .isInstanceOf(IllegalStateException.class);
    }

    assertThatAllSlotsAreFree(slots);
  }

  private static void assertThatAllSlotsAreFree(TestSlots slots) {
    CountDownLatch both = new CountDownLatch(2);
    assertThat(
            Concurrently.times(
                2,
                i ->
                    run(
                        slots,
                        i == 0 ? MYSQL : POSTGRESQL,
                        () -> {
                          both.countDown();
                          pass(both);
                        })))
        .containsOnly(true);
  }

  private static final class Peak {
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger highest = new AtomicInteger();

    void enter() {
      int inside = now.incrementAndGet();
      highest.accumulateAndGet(inside, Math::max);
    }

    void leave() {
      now.decrementAndGet();
    }
  }

  /** A call on a thread of its own that waits: in its test until the gate opens, or for a slot. */
  private final class Hanging {
    private final FutureTask<Boolean> result;
    private final Thread thread;

    Hanging(TestSlots slots, Kind kind) {
      result =
          new FutureTask<>(
              () ->
                  slots.run(
                      kind,
                      () -> {
                        running.incrementAndGet();
                        pass(gate);
                        return true;
                      }));
      thread = Thread.ofVirtual().start(result);
      await().until(() -> thread.getState() == Thread.State.WAITING);
    }
  }

  private static boolean run(TestSlots slots, Kind kind, Runnable test) {
    try {
      return slots.run(
          kind,
          () -> {
            test.run();
            return true;
          });
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pass(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
