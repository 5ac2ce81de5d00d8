package dev.rekey.rotation;

import dev.rekey.event.Delivery;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes those who wait for a rotation of their environment to move. Says only that there is news:
 * what it is, is in the journal. Knows nothing of what other workers do.
 */
public final class RotationSignal implements RotationObserver {
  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

  /** Begins to listen; news from now on is not missed. */
  public Subscription subscribe(String environment) {
    Subscription subscription = new Subscription(environment);
    subscriptions.add(subscription);
    return subscription;
  }

  @Override
  public void moved(Rotation rotation) {
    for (Subscription each : subscriptions) {
      if (each.environment.equals(rotation.dataSource().environment())) {
        each.wake();
      }
    }
  }

  @Override
  public void received(Delivery delivery) {}

  @Override
  public void processed(Delivery delivery, Outcome outcome) {}

  @Override
  public void broke(Rotation rotation, RuntimeException cause) {}

  @Override
  public void storeFailed(RuntimeException cause) {}

  /** One who waits. For one thread, which others may end. */
  public final class Subscription implements AutoCloseable {
    private final String environment;
    private final Semaphore news = new Semaphore(0);
    private final CountDownLatch closed = new CountDownLatch(1);

    private Subscription(String environment) {
      this.environment = environment;
    }

    private void wake() {
      // One permit is enough, and one who never waits must not gather them.
      if (news.availablePermits() == 0) {
        news.release();
      }
    }

    /**
     * Waits for news since the last call, if there has been none.
     *
     * @param atLeast how long even if there is news, so that a burst is one piece of news
     * @param atMost how long even if there is none
     */
    public void await(Duration atLeast, Duration atMost) throws InterruptedException {
      if (!closed.await(atLeast.toNanos(), TimeUnit.NANOSECONDS)
          && news.tryAcquire(atMost.minus(atLeast).toNanos(), TimeUnit.NANOSECONDS)) {
        news.drainPermits();
      }
    }

    @Override
    public void close() {
      subscriptions.remove(this);
      closed.countDown();
    }
  }
}
