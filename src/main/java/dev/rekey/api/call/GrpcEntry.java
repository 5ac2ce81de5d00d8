package dev.rekey.api.call;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes the calls of gRPC off the event loop and hands them to the {@link CallRunner}. Nothing is
 * answered before the request is complete, because the transport cannot take an answer while it
 * still begins a call.
 */
final class GrpcEntry implements ServerCallHandler<InputStream, InputStream> {
  private final CallRunner runner;
  private final RawMessages messages;
  private final ServerCallHandler<InputStream, InputStream> next;

  GrpcEntry(
      CallRunner runner, RawMessages messages, ServerCallHandler<InputStream, InputStream> next) {
    this.runner = runner;
    this.messages = messages;
    this.next = next;
  }

  @Override
  public ServerCall.Listener<InputStream> startCall(
      ServerCall<InputStream, InputStream> call, Metadata headers) {
    // The message, and the end of the stream behind it.
    call.request(2);
    return new Entering(call, headers);
  }

  private final class Entering extends ServerCall.Listener<InputStream> {
    private final ServerCall<InputStream, InputStream> call;
    private final Metadata headers;
    private @Nullable InputStream message;
    private Runnable giveUp = () -> {};

    private Entering(ServerCall<InputStream, InputStream> call, Metadata headers) {
      this.call = call;
      this.headers = headers;
    }

    @Override
    public void onMessage(InputStream message) {
      this.message = message;
    }

    @Override
    public void onHalfClose() {
      giveUp =
          runner.start(next, call, headers, () -> messages.checked(message), Timeouts.of(headers));
    }

    @Override
    public void onCancel() {
      giveUp.run();
    }
  }
}
