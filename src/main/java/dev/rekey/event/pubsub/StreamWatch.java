package dev.rekey.event.pubsub;

import dev.rekey.google.GoogleLogin;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Watches the stream over which messages are pulled, since Google's client opens it again and again
 * without a word while nothing answers. Thread-safe.
 *
 * <p>A stream without messages may be silent for hours, so it counts as alive when something came
 * over it, or when it has been open for a while: what is refused is refused at once, and a
 * connection that is dead is closed by its keep-alive.
 */
final class StreamWatch implements ClientInterceptor {
  private static final Duration PROBATION = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Instant> openSince = Optional.empty();
  private boolean answered;
  private int failures;
  private long failuresEver;
  private Status fault = Status.OK;
  private Optional<Instant> lastAlive = Optional.empty();

  StreamWatch(InstantSource clock) {
    this.clock = clock;
  }

  boolean isAlive() {
    lock.lock();
    try {
      Instant now = clock.instant();
      boolean alive =
          answered || openSince.filter(since -> !now.isBefore(since.plus(PROBATION))).isPresent();
      if (alive) {
        failures = 0;
        fault = Status.OK;
        lastAlive = Optional.of(now);
      }
      return alive;
    } finally {
      lock.unlock();
    }
  }

  /** When the stream was alive last, which may be now. */
  Optional<Instant> lastAlive() {
    lock.lock();
    try {
      boolean _ = isAlive();
      return lastAlive;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Why the stream is closed; empty while it is alive, and after one failure that the next attempt
   * may mend, because Google closes every stream sooner or later.
   */
  Optional<Status> fault() {
    lock.lock();
    try {
      boolean _ = isAlive();
      return Optional.of(fault)
          .filter(status -> !status.isOk() && (failures > 1 || isFinal(status)));
    } finally {
      lock.unlock();
    }
  }

  /** How often a stream has failed. */
  long failures() {
    lock.lock();
    try {
      return failuresEver;
    } finally {
      lock.unlock();
    }
  }

  private static boolean isFinal(Status status) {
    return GoogleLogin.isRefused(status.getCause())
        || switch (status.getCode()) {
          case PERMISSION_DENIED, UNAUTHENTICATED, NOT_FOUND, FAILED_PRECONDITION -> true;
          case OK,
              CANCELLED,
              UNKNOWN,
              INVALID_ARGUMENT,
              DEADLINE_EXCEEDED,
              ALREADY_EXISTS,
              RESOURCE_EXHAUSTED,
              ABORTED,
              OUT_OF_RANGE,
              UNIMPLEMENTED,
              INTERNAL,
              UNAVAILABLE,
              DATA_LOSS ->
              false;
        };
  }

  private void opened() {
    lock.lock();
    try {
      openSince = openSince.or(() -> Optional.of(clock.instant()));
    } finally {
      lock.unlock();
    }
  }

  private void answered() {
    lock.lock();
    try {
      answered = true;
    } finally {
      lock.unlock();
    }
  }

  private void closed(Status status) {
    lock.lock();
    try {
      boolean _ = isAlive();
      openSince = Optional.empty();
      answered = false;
      // It is we who cancel.
      if (!status.isOk() && status.getCode() != Status.Code.CANCELLED) {
        failures++;
        failuresEver++;
        fault = status;
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    ClientCall<Q, A> call = next.newCall(method, options);
    return method.getType() == MethodDescriptor.MethodType.BIDI_STREAMING
        ? new WatchedCall<>(call)
        : call;
  }

  private final class WatchedCall<Q, A> extends SimpleForwardingClientCall<Q, A> {
    WatchedCall(ClientCall<Q, A> call) {
      super(call);
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
      super.start(new WatchedListener<>(listener), headers);
    }
  }

  private final class WatchedListener<A> extends SimpleForwardingClientCallListener<A> {
    WatchedListener(ClientCall.Listener<A> listener) {
      super(listener);
    }

    @Override
    public void onReady() {
      opened();
      super.onReady();
    }

    @Override
    public void onHeaders(Metadata headers) {
      answered();
      super.onHeaders(headers);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      closed(status);
      super.onClose(status, trailers);
    }
  }
}
