package dev.rekey.api.call;

import io.grpc.Context;

/**
 * The way back to the caller of a stream, for the service that fills it. A message is to be sent
 * only while there is room, so that nothing is kept here for a caller who is slow. For the thread
 * of the call; blocks.
 */
public abstract class Outflow {
  private static final Context.Key<Outflow> KEY = Context.key("outflow");

  /**
   * That of the call that this thread carries out.
   *
   * @throws IllegalStateException when the call does not stream
   */
  public static Outflow current() {
    Outflow outflow = KEY.get();
    if (outflow == null) {
      throw new IllegalStateException("the call is answered by one message");
    }
    return outflow;
  }

  /** The same context with this one in it. */
  public Context in(Context context) {
    return context.withValue(KEY, this);
  }

  /** Tells the caller that the stream has begun, if no message has told it yet. */
  public abstract void begin();

  /**
   * Whether the caller has room for a message, after all that have been sent.
   *
   * @throws InterruptedException when the call has been ended
   */
  public abstract boolean hasRoom() throws InterruptedException;

  /**
   * Waits until it has.
   *
   * @throws InterruptedException when the call has been ended
   */
  public abstract void awaitRoom() throws InterruptedException;
}
