package dev.rekey.api.connect;

import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.vertx.core.buffer.Buffer;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A unary call, as its service sees it, that is answered over HTTP. */
final class ConnectCall extends ServerCall<InputStream, InputStream> {
  private final MethodDescriptor<InputStream, InputStream> method;
  private final Attributes attributes;
  private final Codec codec;
  private final Answers answers;
  private @Nullable Buffer body;

  ConnectCall(
      MethodDescriptor<InputStream, InputStream> method,
      Attributes attributes,
      Codec codec,
      Answers answers) {
    this.method = method;
    this.attributes = attributes;
    this.codec = codec;
    this.answers = answers;
  }

  @Override
  public void request(int messages) {}

  @Override
  public void sendHeaders(Metadata headers) {}

  @Override
  public void sendMessage(InputStream message) {
    body = codec.encode(message);
  }

  @Override
  public void close(Status status, Metadata trailers) {
    if (!status.isOk()) {
      answers.fail(ConnectError.of(status));
    } else if (body == null) {
      answers.fail(ConnectError.of(Status.INTERNAL.withDescription("there is no response")));
    } else {
      answers.succeed(codec.contentType(), body);
    }
  }

  @Override
  public boolean isCancelled() {
    return false;
  }

  @Override
  public MethodDescriptor<InputStream, InputStream> getMethodDescriptor() {
    return method;
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }
}
