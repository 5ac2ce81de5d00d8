package dev.rekey.api.call;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * A call that is ended once: by its service, or by whoever ends it first. What comes later is
 * dropped.
 */
final class OneAnswer<Q, R> extends SimpleForwardingServerCall<Q, R> {
  private static final Logger LOGGER = Logger.getLogger(OneAnswer.class);

  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;

  OneAnswer(ServerCall<Q, R> call) {
    super(call);
  }

  /** The transport has asked for the one request of this call already. */
  @Override
  public void request(int messages) {}

  @Override
  public void sendHeaders(Metadata headers) {
    whileOpen(() -> super.sendHeaders(headers));
  }

  @Override
  public void sendMessage(R message) {
    whileOpen(() -> super.sendMessage(message));
  }

  @Override
  public void close(Status status, Metadata trailers) {
    whileOpen(
        () -> {
          closed = true;
          super.close(status, trailers);
        });
  }

  /**
   * Ends the call, unless it has been ended; the status is made only if it is needed.
   *
   * @return whether it had not been ended
   */
  boolean closeWith(Supplier<Status> status) {
    return whileOpen(
        () -> {
          closed = true;
          closeTransport(status.get());
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
