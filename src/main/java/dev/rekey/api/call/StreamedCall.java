package dev.rekey.api.call;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * A call that is answered by many messages. What its service sends is handed to the event loop in
 * order, and the loop is asked whether there is room: from any other thread the transport counts a
 * message only some time after it was sent, and may miss that the caller is ready again.
 */
final class StreamedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
  private static final Logger LOGGER = Logger.getLogger(StreamedCall.class);

  private final Executor loop;
  private final Semaphore ready = new Semaphore(0);
  // Both for the loop alone.
  private boolean begun;
  private boolean closed;

  StreamedCall(ServerCall<Q, R> call, Executor loop) {
    super(call);
    this.loop = loop;
  }

  @Override
  public void sendHeaders(Metadata headers) {
    onLoop(
        () -> {
          if (!begun) {
            begun = true;
            super.sendHeaders(headers);
          }
        });
  }

  @Override
  public void sendMessage(R message) {
    onLoop(() -> super.sendMessage(message));
  }

  @Override
  public void close(Status status, Metadata trailers) {
    onLoop(
        () -> {
          closed = true;
          super.close(status, trailers);
        });
  }

  /** The transport may have ended the call of its own accord, and takes nothing then. */
  private void onLoop(Runnable answer) {
    loop.execute(
        () -> {
          try {
            if (!closed) {
              answer.run();
            }
          } catch (IllegalStateException ended) {
            LOGGER.debugf("answer not taken method=%s", getMethodDescriptor().getFullMethodName());
          }
        });
  }

  /** The transport says that there is room again. */
  void ready() {
    ready.release();
  }

  Outflow outflow() {
    return new Flow();
  }

  private boolean isReadyOnLoop() {
    return !closed && super.isReady();
  }

  private final class Flow extends Outflow {
    @Override
    public void begin() {
      sendHeaders(new Metadata());
    }

    @Override
    public boolean hasRoom() throws InterruptedException {
      CompletableFuture<Boolean> room = new CompletableFuture<>();
      loop.execute(() -> room.complete(isReadyOnLoop()));
      try {
        return room.get();
      } catch (ExecutionException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    @Override
    public void awaitRoom() throws InterruptedException {
      // Whoever is told between the question and the wait does not wait.
      ready.drainPermits();
      while (!hasRoom()) {
        ready.acquire();
      }
    }
  }
}
