package dev.rekey.notification;

import dev.rekey.notification.Channel.Answer;
import dev.rekey.notification.Outbox.Look;
import dev.rekey.notification.Outbox.Pending;
import dev.rekey.notification.Outbox.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Carries what is in the outbox to one endpoint: at least once, and the news of a lane in their
 * order. Runs on a thread of its own between {@link #start()} and {@link #close()}.
 *
 * <p>It is woken by what happens in this worker. What other workers have written, and what another
 * one had in hand when it died, it finds when it looks by itself.
 */
public final class Courier implements AutoCloseable {
  private static final Logger LOGGER = Logger.getLogger(Courier.class);

  private static final int AT_ONCE = 256;

  /** A larger burst is more than one. */
  private static final int COALESCED = 10_000;

  private static final int LANES_AT_ONCE = 8;

  /**
   * After this long nothing further of a batch is begun. Together with the longest that one attempt
   * takes it is within {@link #LEASE}, so that nobody else has begun before it has ended.
   */
  private static final Duration BATCH = Duration.ofSeconds(10);

  /** How long an endpoint belongs to the worker that takes it up. */
  public static final Duration LEASE = BATCH.plus(Channel.LONGEST).plus(Duration.ofSeconds(15));

  private final Endpoint endpoint;
  private final Channel channel;
  private final Outbox outbox;
  private final CircuitBreaker circuit;
  private final Patience patience;
  private final NotificationObserver observer;
  private final InstantSource clock;
  private final Duration look;
  private final Semaphore wake = new Semaphore(0);
  private volatile boolean closed;

  /** Not a virtual one: a write to SQLite would hold its carrier. */
  private final Thread thread;

  /**
   * @param look how often it looks by itself
   */
  public Courier(
      Endpoint endpoint,
      Channel channel,
      Outbox outbox,
      CircuitBreaker circuit,
      Patience patience,
      NotificationObserver observer,
      InstantSource clock,
      Duration look) {
    this.endpoint = endpoint;
    this.channel = channel;
    this.outbox = outbox;
    this.circuit = circuit;
    this.patience = patience;
    this.observer = observer;
    this.clock = clock;
    this.look = look;
    this.thread =
        Thread.ofPlatform().name("notify-" + endpoint.name()).daemon().unstarted(this::run);
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  public CircuitBreaker.State circuit() {
    return circuit.state();
  }

  /** Returns at once; called once. */
  public void start() {
    thread.start();
  }

  /** There may be news. Returns at once. */
  public void wake() {
    // One permit is enough, however much there is.
    if (wake.availablePermits() == 0) {
      wake.release();
    }
  }

  /** Waits for what is being sent. May be called twice, and without a start. */
  @Override
  public void close() {
    closed = true;
    wake.release();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    channel.close();
  }

  private void run() {
    while (!closed) {
      Duration wait = look;
      try {
        wait = round();
      } catch (RuntimeException e) {
        LOGGER.warnf(
            "notifications not carried out, later again endpoint=%s error=%s",
            endpoint.name(), e.getClass().getName());
      } catch (InterruptedException _) {
        return;
      }
      try {
        if (wake.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
          wake.drainPermits();
        }
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  /**
   * Carries out one batch.
   *
   * @return after how long there may be more to do
   */
  Duration round() throws InterruptedException {
    Duration blocked = circuit.blockedFor();
    if (blocked.isPositive()) {
      return blocked;
    }
    Instant now = clock.instant();
    Look there = outbox.look(endpoint.name(), now);
    if (!there.due()) {
      return there.next().map(next -> shorter(Duration.between(now, next), look)).orElse(look);
    }
    int most = endpoint.coalescing().isPresent() ? COALESCED : AT_ONCE;
    List<Pending> taken = outbox.take(endpoint.name(), now, most);
    Lanes lanes = Lanes.of(taken, endpoint.coalescing(), taken.size() == most, now);
    List<Settlement> settlements = List.of();
    try {
      settlements = carry(lanes.ready(), now);
    } finally {
      outbox.settle(endpoint.name(), settlements);
    }
    if (!settlements.isEmpty()) {
      return circuit.blockedFor();
    }
    return lanes.nextAfter().isPositive() ? shorter(lanes.nextAfter(), look) : look;
  }

  private List<Settlement> carry(List<List<List<Pending>>> lanes, Instant begun)
      throws InterruptedException {
    // One attempt decides whether the endpoint is back.
    boolean probe = circuit.state() == CircuitBreaker.State.HALF_OPEN;
    List<Settlement> settlements = new ArrayList<>();
    if (probe && !lanes.isEmpty()) {
      settlements.addAll(deliver(lanes.getFirst().getFirst()));
      return settlements;
    }
    Semaphore room = new Semaphore(LANES_AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Settlement>>> all = new ArrayList<>();
      for (List<List<Pending>> lane : lanes) {
        room.acquire();
        all.add(
            threads.submit(
                () -> {
                  try {
                    return along(lane, begun);
                  } finally {
                    room.release();
                  }
                }));
      }
      for (Future<List<Settlement>> each : all) {
        settlements.addAll(each.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return settlements;
  }

  /** One parcel after the other, up to the first that does not arrive. */
  private List<Settlement> along(List<List<Pending>> lane, Instant begun) {
    List<Settlement> settlements = new ArrayList<>();
    for (List<Pending> parcel : lane) {
      if (closed
          || circuit.state() != CircuitBreaker.State.CLOSED
          || clock.instant().isAfter(begun.plus(BATCH))) {
        return settlements;
      }
      List<Settlement> settled = deliver(parcel);
      settlements.addAll(settled);
      if (settled.stream().anyMatch(Settlement.Later.class::isInstance)) {
        return settlements;
      }
    }
    return settlements;
  }

  private List<Settlement> deliver(List<Pending> parcel) {
    Answer answer = send(parcel);
    switch (answer) {
      case Answer.Taken _, Answer.Refused _ -> circuit.answered();
      case Answer.Unavailable unavailable -> circuit.failed(unavailable.retryAfter());
    }
    Instant now = clock.instant();
    List<Settlement> settlements =
        parcel.stream().map(each -> patience.settle(each, answer, now)).toList();
    for (int i = 0; i < parcel.size(); i++) {
      observer.settled(endpoint.name(), parcel.get(i), settlements.get(i));
    }
    return settlements;
  }

  /** A channel that breaks must not take the news of the other lanes with it. */
  private Answer send(List<Pending> parcel) {
    try {
      return channel.send(parcel.stream().map(Pending::notification).toList());
    } catch (RuntimeException e) {
      LOGGER.warnf("channel broke endpoint=%s error=%s", endpoint.name(), e.getClass().getName());
      return new Answer.Unavailable("the channel broke", Optional.empty());
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
