package dev.rekey.bench.empty;

import com.google.protobuf.Empty;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;

/**
 * Does nothing, on a virtual thread, as the worker's calls run on one. Not by
 * {@code @RunOnVirtualThread}: with it, on the port of HTTP, about one call in a thousand is lost or
 * refused as half-closed without a request.
 */
@GrpcService
public class Nothing extends EmptyServiceGrpc.EmptyServiceImplBase {
  @Override
  public void nothing(Empty request, StreamObserver<Empty> answer) {
    Thread.startVirtualThread(
        () -> {
          answer.onNext(Empty.getDefaultInstance());
          answer.onCompleted();
        });
  }
}
