package dev.rekey.rotation;

import static dev.rekey.rotation.Rotations.NOW;
import static dev.rekey.rotation.Rotations.binding;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RotationSignalTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final RotationSignal signal = new RotationSignal();

  @Test
  void newsBeforeTheWaitEndsItAtOnce() {
    RotationSignal.Subscription subscription = signal.subscribe("prod");
    signal.moved(rotation("prod"));

    CompletableFuture<Void> wait = wait(subscription, ZERO, LONG);

    assertThat(wait).succeedsWithin(10, TimeUnit.SECONDS);
  }

  @Test
  void newsDuringTheWaitEndsIt() {
    RotationSignal.Subscription subscription = signal.subscribe("prod");
    AtomicReference<Thread> waiting = new AtomicReference<>();
    CompletableFuture<Void> wait = wait(subscription, ZERO, LONG, waiting);
    await().until(() -> isWaiting(waiting.get()));

    signal.moved(rotation("prod"));

    assertThat(wait).succeedsWithin(10, TimeUnit.SECONDS);
  }

  @Test
  void newsIsHeardOnce() {
    RotationSignal.Subscription subscription = signal.subscribe("prod");
    signal.moved(rotation("prod"));
    signal.moved(rotation("prod"));
    assertThat(wait(subscription, ZERO, LONG)).succeedsWithin(10, TimeUnit.SECONDS);
    AtomicReference<Thread> waiting = new AtomicReference<>();

    CompletableFuture<Void> wait = wait(subscription, ZERO, LONG, waiting);

    await().until(() -> isWaiting(waiting.get()));
    assertThat(wait).isNotDone();
    subscription.close();
    waiting.get().interrupt();
  }

  @Test
  void newsOfAnotherEnvironmentIsNone() {
    RotationSignal.Subscription subscription = signal.subscribe("staging");
    signal.moved(rotation("prod"));
    AtomicReference<Thread> waiting = new AtomicReference<>();

    CompletableFuture<Void> wait = wait(subscription, ZERO, LONG, waiting);

    await().until(() -> isWaiting(waiting.get()));
    assertThat(wait).isNotDone();
    waiting.get().interrupt();
  }

  @Test
  void waitEndsWithoutNewsToo() {
    assertThat(wait(signal.subscribe("prod"), ZERO, Duration.ofMillis(1)))
        .succeedsWithin(10, TimeUnit.SECONDS);
  }

  @Test
  void burstIsWaitedOutWhateverTheNews() {
    RotationSignal.Subscription subscription = signal.subscribe("prod");
    signal.moved(rotation("prod"));
    AtomicReference<Thread> waiting = new AtomicReference<>();

    CompletableFuture<Void> wait = wait(subscription, LONG, LONG, waiting);

    await().until(() -> isWaiting(waiting.get()));
    assertThat(wait).isNotDone();
    subscription.close();
    assertThat(wait).succeedsWithin(10, TimeUnit.SECONDS);
  }

  private static boolean isWaiting(Thread thread) {
    return thread != null && thread.getState() == Thread.State.TIMED_WAITING;
  }

  private static CompletableFuture<Void> wait(
      RotationSignal.Subscription subscription, Duration atLeast, Duration atMost) {
    return wait(subscription, atLeast, atMost, new AtomicReference<>());
  }

  private static CompletableFuture<Void> wait(
      RotationSignal.Subscription subscription,
      Duration atLeast,
      Duration atMost,
      AtomicReference<Thread> waiting) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    waiting.set(
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    subscription.await(atLeast, atMost);
                    ended.complete(null);
                  } catch (InterruptedException interrupted) {
                    ended.completeExceptionally(interrupted);
                  }
                }));
    return ended;
  }

  private static Rotation rotation(String environment) {
    return Rotation.queued("r1", binding(environment, "shop"), "e1", RotationCause.EVENT, NOW);
  }
}
