package dev.rekey.client;

import dev.rekey.api.v1.RotationsServiceGrpc;
import dev.rekey.api.v1.WatchRotationsRequest;
import dev.rekey.api.v1.WatchRotationsResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Rotations as they change, each as it stands when it is taken: whoever is slow misses steps in
 * between, but never the newest state.
 *
 * <pre>{@code
 * try (RotationStream stream = client.rotations().watch(WatchFilter.everything())) {
 *   for (Rotation rotation : stream) {
 *     System.out.println(rotation.dataSource() + " " + rotation.state());
 *   }
 * }
 * }</pre>
 *
 * <p>Taking waits for the next rotation, and ends only when the stream or its client is closed.
 * When the server goes away, the stream comes back to it by itself as soon as it can; then all that
 * are open are told again, and so are those, unless a state was asked for, that were open when they
 * were told last and have ended meanwhile. One that has begun and ended in between is not told.
 *
 * <p>For one thread; {@link #close} may be called from any. When the thread is interrupted, the
 * stream closes, and taking throws a {@link RekeyException}, as it does when the server refuses to
 * go on.
 */
public final class RotationStream implements Iterable<Rotation>, AutoCloseable {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final Calls calls;
  private final Rotations rotations;
  private final WatchFilter filter;
  private final Duration firstWait;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Set<String> open = new HashSet<>();
  // Were open before the server went away, and may have ended since.
  private final Deque<String> unsure = new ArrayDeque<>();
  private volatile MessageStream<WatchRotationsResponse> messages;

  RotationStream(Calls calls, Rotations rotations, WatchFilter filter, Duration firstWait) {
    this.calls = calls;
    this.rotations = rotations;
    this.filter = filter;
    this.firstWait = firstWait;
    try {
      this.messages = connect(filter.includeOpen());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** The rotations to come. All iterators of a stream are one. */
  @Override
  public Iterator<Rotation> iterator() {
    return new Rest();
  }

  /** Ends the stream; whoever waits for a rotation waits no longer. */
  @Override
  public void close() {
    closed.countDown();
    messages.cancel();
  }

  /** The next rotation, or empty when the stream is closed. */
  private Optional<Rotation> take() {
    try {
      while (!isClosed()) {
        Optional<Rotation> next = takeOrReconnect();
        if (next.isPresent()) {
          return next;
        }
      }
      return Optional.empty();
    } catch (InterruptedException e) {
      close();
      throw interrupted();
    } catch (RekeyException failure) {
      if (isClosed()) {
        return Optional.empty();
      }
      close();
      throw failure;
    }
  }

  private Optional<Rotation> takeOrReconnect() throws InterruptedException {
    try {
      if (!unsure.isEmpty()) {
        Optional<Rotation> ended = ended(unsure.getFirst());
        unsure.removeFirst();
        return ended;
      }
      Rotation rotation = Wire.rotation(messages.next().getRotation());
      remember(rotation);
      return Optional.of(rotation);
    } catch (UnavailableException away) {
      reconnect();
      return Optional.empty();
    }
  }

  private void remember(Rotation rotation) {
    // One that leaves the state that was asked for is not told of, and would be kept for ever.
    if (rotation.state().isFinal() || filter.state().isPresent()) {
      open.remove(rotation.id());
    } else {
      open.add(rotation.id());
    }
  }

  private Optional<Rotation> ended(String id) {
    try {
      Rotation rotation = rotations.get(id).withoutHistory();
      if (!rotation.state().isFinal()) {
        return Optional.empty();
      }
      open.remove(id);
      return Optional.of(rotation);
    } catch (NotFoundException forgotten) {
      open.remove(id);
      return Optional.empty();
    }
  }

  private void reconnect() throws InterruptedException {
    Duration wait = firstWait;
    while (!isClosed() && !closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
      try {
        messages = connect(true);
        if (isClosed()) {
          messages.cancel();
        }
        unsure.clear();
        unsure.addAll(open);
        return;
      } catch (UnavailableException stillAway) {
        Duration twice = wait.multipliedBy(2);
        wait = twice.compareTo(LONGEST_WAIT) < 0 ? twice : LONGEST_WAIT;
      }
    }
  }

  private MessageStream<WatchRotationsResponse> connect(boolean includeOpen)
      throws InterruptedException {
    WatchRotationsRequest.Builder request =
        WatchRotationsRequest.newBuilder().setIncludeOpen(includeOpen);
    filter.dataSource().ifPresent(request::setDataSource);
    filter.state().map(Wire::state).ifPresent(request::setState);
    return calls.stream(RotationsServiceGrpc.getWatchRotationsMethod(), request.build());
  }

  private boolean isClosed() {
    return closed.getCount() == 0 || calls.areOver();
  }

  private static RekeyException interrupted() {
    Thread.currentThread().interrupt();
    return new RekeyException("interrupted while waiting for a rotation");
  }

  private final class Rest implements Iterator<Rotation> {
    private Optional<Rotation> next = Optional.empty();

    @Override
    public boolean hasNext() {
      if (next.isEmpty()) {
        next = take();
      }
      return next.isPresent();
    }

    @Override
    public Rotation next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the stream is closed");
      }
      Rotation taken = next.orElseThrow();
      next = Optional.empty();
      return taken;
    }
  }
}
