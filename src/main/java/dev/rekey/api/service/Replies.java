package dev.rekey.api.service;

import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Instant;

/** The two ways in which a call ends. */
final class Replies {
  private Replies() {}

  static <R> void reply(StreamObserver<R> caller, R response) {
    caller.onNext(response);
    caller.onCompleted();
  }

  static void refuse(StreamObserver<?> caller, Status status, String why) {
    caller.onError(status.withDescription(why).asRuntimeException());
  }

  static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
