package dev.rekey.datasource.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Kind;
import dev.rekey.datasource.TestReport;
import dev.rekey.datasource.TestSlots;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConnectionTestsTest {
  private static final TestResult PASSED = new TestResult.Passed("connected");

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger begun = new AtomicInteger();
  private final CountDownLatch gate = new CountDownLatch(1);

  /** Tests that take a second each by the clock, one at a time; the first one waits at the gate. */
  private final ConnectionTests tests =
      new ConnectionTests(
          kind ->
              (config, deadline) -> {
                if (begun.incrementAndGet() == 1) {
                  pass();
                }
                nanos.addAndGet(Duration.ofSeconds(1).toNanos());
                return PASSED;
              },
          new TestSlots(1, kind -> 1),
          Duration.ofSeconds(10),
          nanos::get);

  @Test
  void theWaitForASlotIsNotPartOfTheTest() throws ExecutionException, InterruptedException {
    FutureTask<TestReport> first = start();
    await().until(() -> begun.get() == 1);
    FutureTask<TestReport> second = new FutureTask<>(this::run);
    Thread waits = Thread.ofVirtual().start(second);
    await().until(() -> waits.getState() == Thread.State.WAITING);
    nanos.addAndGet(Duration.ofHours(1).toNanos());

    gate.countDown();

    assertThat(first.get().result()).isEqualTo(PASSED);
    assertThat(second.get())
        .isEqualTo(new TestReport(Kind.POSTGRESQL, PASSED, Duration.ofSeconds(1)));
  }

  @Test
  void whoIsInterruptedWhileItWaitsIsToldThatTheTestWasBrokenOff() {
    FutureTask<TestReport> first = start();
    await().until(() -> begun.get() == 1);
    Thread.currentThread().interrupt();

    TestReport report = run();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.result()).isInstanceOf(TestResult.TimedOut.class);
    assertThat(begun).hasValue(1);
    gate.countDown();
    await().until(first::isDone);
  }

  private FutureTask<TestReport> start() {
    FutureTask<TestReport> task = new FutureTask<>(this::run);
    var _ = Thread.ofVirtual().start(task);
    return task;
  }

  private TestReport run() {
    return tests.run(Kind.POSTGRESQL, Map.of());
  }

  private void pass() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
