package dev.rekey.api.service;

import dev.rekey.api.access.Caller;
import dev.rekey.api.access.Permission;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Consumer;

/** What a service answers to a call. */
final class Recorded<R> implements StreamObserver<R> {
  private Optional<R> response = Optional.empty();
  private Optional<Status> status = Optional.empty();

  /** Calls a service for a client in an environment that may do everything. */
  static <R> Recorded<R> call(String environment, Consumer<StreamObserver<R>> service) {
    return call(new Caller("ci", environment, EnumSet.allOf(Permission.class)), service);
  }

  static <R> Recorded<R> call(Caller who, Consumer<StreamObserver<R>> service) {
    Recorded<R> recorded = new Recorded<>();
    who.in(Context.ROOT).run(() -> service.accept(recorded));
    return recorded;
  }

  R response() {
    return response.orElseThrow(() -> new AssertionError("no response but " + status));
  }

  Status status() {
    return status.orElseThrow(() -> new AssertionError("the call has not ended"));
  }

  @Override
  public void onNext(R value) {
    response = Optional.of(value);
  }

  @Override
  public void onError(Throwable failure) {
    status = Optional.of(Status.fromThrowable(failure));
  }

  @Override
  public void onCompleted() {
    status = Optional.of(Status.OK);
  }
}
