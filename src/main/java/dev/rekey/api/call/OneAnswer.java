package dev.rekey.api.call;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * A call that is ended once: by its service, or by whoever ends it first. What comes later is
 * dropped.
 */
final class OneAnswer<Q, R> extends SimpleForwardingServerCall<Q, R> {
  private static final Logger LOGGER = Logger.getLogger(OneAnswer.class);

  private final ReentrantLock lock = new ReentrantLock();

  /** Below this, compression saves nothing worth its time. */
  private static final int LEAST_COMPRESSED = 1024;

  private final boolean gzip;
  private final Consumer<Status.Code> ends;
  private boolean closed;
  private Optional<Status.Code> end = Optional.empty();
  // For the thread of the call alone.
  private Metadata headers = new Metadata();
  private Optional<R> message = Optional.empty();
  private boolean told;

  /**
   * @param gzip whether the caller takes compressed messages
   * @param ends is told once how the call ends, on the thread of the call
   */
  OneAnswer(ServerCall<Q, R> call, boolean gzip, Consumer<Status.Code> ends) {
    super(call);
    this.gzip = gzip;
    this.ends = ends;
  }

  /** The transport has asked for the one request of this call already. */
  @Override
  public void request(int messages) {}

  @Override
  public void sendHeaders(Metadata headers) {
    if (streams()) {
      whileOpen(() -> super.sendHeaders(headers));
    } else {
      this.headers = headers;
    }
  }

  /** The only message waits for the end: who is told of it is told before the caller knows. */
  @Override
  public void sendMessage(R message) {
    if (streams()) {
      whileOpen(() -> super.sendMessage(message));
    } else {
      this.message = Optional.of(message);
    }
  }

  @Override
  public void close(Status status, Metadata trailers) {
    if (!isClosed()) {
      tell(status.getCode());
    }
    whileOpen(
        () -> {
          ended(status);
          if (status.isOk() && message.isPresent()) {
            answer(message.get());
          }
          super.close(status, trailers);
        });
  }

  private void answer(R only) {
    if (gzip && isLarge(only)) {
      super.setCompression("gzip");
    }
    super.sendHeaders(headers);
    super.sendMessage(only);
  }

  private static boolean isLarge(Object message) {
    try {
      return message instanceof InputStream bytes && bytes.available() >= LEAST_COMPRESSED;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Tells of an end that was not the service's. */
  void tell() {
    lock.lock();
    Optional<Status.Code> code = end;
    lock.unlock();
    code.ifPresent(this::tell);
  }

  private void tell(Status.Code code) {
    if (!told) {
      told = true;
      ends.accept(code);
    }
  }

  private void ended(Status status) {
    closed = true;
    end = Optional.of(status.getCode());
  }

  /**
   * Ends the call, unless it has been ended; the status is made only if it is needed.
   *
   * @return whether it had not been ended
   */
  boolean closeWith(Supplier<Status> status) {
    return whileOpen(
        () -> {
          Status given = status.get();
          ended(given);
          closeTransport(given);
        });
  }

  /** The transport may have ended the call of its own accord, and takes no answer then. */
  private void closeTransport(Status status) {
    try {
      super.close(status, new Metadata());
    } catch (IllegalStateException ended) {
      LOGGER.debugf("answer not taken method=%s code=%s", method(), status.getCode());
    }
  }

  String method() {
    return getMethodDescriptor().getFullMethodName();
  }

  /** Whether there may be any number of messages before the end. */
  boolean streams() {
    return !getMethodDescriptor().getType().serverSendsOneMessage();
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean whileOpen(Runnable answer) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      answer.run();
      return true;
    } finally {
      lock.unlock();
    }
  }
}
