package dev.rekey.connector.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.TestResult.TimedOut;
import dev.rekey.connector.TestResult.Unreachable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BoundedCallTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void outcomeOfTheProbeIsPassedOn() {
    assertThat(BoundedCall.run(LONG, () -> new Passed("yes"))).isEqualTo(new Passed("yes"));
  }

  @Test
  void probeThatIsTooSlowIsInterrupted() {
    var interrupted = new CompletableFuture<Boolean>();

    TestResult result = BoundedCall.run(Duration.ofMillis(20), () -> waitForever(interrupted));

    assertThat(result).isInstanceOf(TimedOut.class);
    assertThat(interrupted).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(true);
  }

  @Test
  void interruptOfTheCallerInterruptsTheProbeAndStaysSet() {
    var interrupted = new CompletableFuture<Boolean>();
    Thread.currentThread().interrupt();

    TestResult result = BoundedCall.run(LONG, () -> waitForever(interrupted));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result).isInstanceOf(TimedOut.class);
    assertThat(interrupted).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(true);
  }

  @Test
  void deadlineThatIsOverTimesOut() {
    var interrupted = new CompletableFuture<Boolean>();

    assertThat(BoundedCall.run(Duration.ZERO, () -> waitForever(interrupted)))
        .isInstanceOf(TimedOut.class);
  }

  @Test
  void probeThatThrowsIsUnreachableWithoutItsText() {
    TestResult result =
        BoundedCall.run(
            LONG,
            () -> {
              throw new IllegalArgumentException("canary");
            });

    assertThat(result).isInstanceOf(Unreachable.class);
    assertThat(result.message()).contains("IllegalArgumentException").doesNotContain("canary");
  }

  private static TestResult waitForever(CompletableFuture<Boolean> interrupted) {
    try {
      new CountDownLatch(1).await();
      return new Passed("never");
    } catch (InterruptedException e) {
      interrupted.complete(true);
      Thread.currentThread().interrupt();
      return new TimedOut("interrupted");
    }
  }
}
