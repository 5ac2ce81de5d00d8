package dev.rekey.api.call;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A call that keeps what it is answered; ready for any number of messages unless it is told. */
public final class RecordingCall<Q, R> extends ServerCall<Q, R> {
  private final MethodDescriptor<Q, R> method;
  private final List<R> messages = new CopyOnWriteArrayList<>();
  private final List<Status> statuses = new CopyOnWriteArrayList<>();
  private final AtomicInteger headers = new AtomicInteger();
  private volatile int room = Integer.MAX_VALUE;

  public RecordingCall(MethodDescriptor<Q, R> method) {
    this.method = method;
  }

  /** How it ended, or empty while it has not. */
  public Optional<Status> status() {
    return statuses.stream().findFirst();
  }

  /** How often it was ended. */
  public int ends() {
    return statuses.size();
  }

  public List<R> messages() {
    return messages;
  }

  /** How often headers were sent. */
  public int headers() {
    return headers.get();
  }

  /** Makes it ready for so many more messages. */
  public void readyFor(int more) {
    room = messages.size() + more;
  }

  @Override
  public boolean isReady() {
    return messages.size() < room;
  }

  @Override
  public void request(int count) {}

  @Override
  public void sendHeaders(Metadata sent) {
    headers.incrementAndGet();
  }

  @Override
  public void sendMessage(R message) {
    messages.add(message);
  }

  @Override
  public void close(Status status, Metadata trailers) {
    statuses.add(status);
  }

  @Override
  public boolean isCancelled() {
    return false;
  }

  @Override
  public MethodDescriptor<Q, R> getMethodDescriptor() {
    return method;
  }
}
