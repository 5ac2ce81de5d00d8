package dev.rekey.connector.support;

import dev.rekey.connector.TestResult;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Holds a blocking probe to a deadline that its driver may not keep. */
public final class BoundedCall {
  private BoundedCall() {}

  /**
   * Runs the probe on a virtual thread, and waits for its outcome until the deadline or an
   * interrupt, whichever is first. Then the probe is interrupted, which closes the socket that it
   * blocks on, and the call returns without waiting for it.
   *
   * @return the outcome of the probe; {@link TestResult.TimedOut} after the deadline or an
   *     interrupt, whose status stays set; {@link TestResult.Unreachable} if the probe threw,
   *     because an answer that is out of order can make a driver throw anything
   */
  public static TestResult run(Duration deadline, Callable<TestResult> probe) {
    var task = new FutureTask<>(probe);
    Thread thread = Thread.ofVirtual().name("probe").start(task);
    try {
      return task.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new TestResult.TimedOut("no answer within %d ms".formatted(deadline.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new TestResult.TimedOut("broken off before there was an answer");
    } catch (ExecutionException e) {
      // The type alone: the text may quote the config.
      return new TestResult.Unreachable(
          "what answered makes the driver fail (%s)".formatted(e.getCause().getClass().getName()));
    } finally {
      thread.interrupt();
    }
  }
}
