package dev.rekey.api.call;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A call that keeps what it is answered. */
public final class RecordingCall<Q, R> extends ServerCall<Q, R> {
  private final MethodDescriptor<Q, R> method;
  private final List<R> messages = new CopyOnWriteArrayList<>();
  private final List<Status> statuses = new CopyOnWriteArrayList<>();

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

  @Override
  public void request(int count) {}

  @Override
  public void sendHeaders(Metadata headers) {}

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
