package dev.rekey.bench;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;

/** A way to make a call of the API. Thread-safe; blocks until the answer is there and read. */
interface Protocol extends AutoCloseable {
  String title();

  /**
   * @throws RuntimeException when the call does not succeed
   */
  <Q extends Message, R extends Message> R call(MethodDescriptor<Q, R> method, Q request);

  @Override
  void close();
}
