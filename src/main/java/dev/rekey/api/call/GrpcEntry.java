package dev.rekey.api.call;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import java.io.InputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the calls of gRPC off the event loop and hands them to the {@link CallRunner}. Nothing is
 * answered before the request is complete, because the transport cannot take an answer while it
 * still begins a call. Gives a call up when its caller does, of which the transport tells only
 * before the request is complete.
 */
final class GrpcEntry implements ServerCallHandler<InputStream, InputStream> {
  private final CallRunner runner;
  private final RawMessages messages;
  private final ServerCallHandler<InputStream, InputStream> next;
  private final Supplier<Transport> transports;

  GrpcEntry(
      CallRunner runner,
      RawMessages messages,
      ServerCallHandler<InputStream, InputStream> next,
      Supplier<Transport> transports) {
    this.runner = runner;
    this.messages = messages;
    this.next = next;
    this.transports = transports;
  }

  @Override
  public ServerCall.Listener<InputStream> startCall(
      ServerCall<InputStream, InputStream> call, Metadata headers) {
    // The message, and the end of the stream behind it.
    call.request(2);
    Transport transport = transports.get();
    if (call.getMethodDescriptor().getType().serverSendsOneMessage()) {
      return new Entering(call, headers, Context.current(), transport, () -> {});
    }
    StreamedCall<InputStream, InputStream> streamed = new StreamedCall<>(call, transport.loop());
    Context context = streamed.outflow().in(Context.current());
    return new Entering(streamed, headers, context, transport, streamed::ready);
  }

  private final class Entering extends ServerCall.Listener<InputStream> {
    private final ServerCall<InputStream, InputStream> call;
    private final Metadata headers;
    private final Context context;
    private final Transport transport;
    private final Runnable ready;
    private @Nullable InputStream message;

    private Entering(
        ServerCall<InputStream, InputStream> call,
        Metadata headers,
        Context context,
        Transport transport,
        Runnable ready) {
      this.call = call;
      this.headers = headers;
      this.context = context;
      this.transport = transport;
      this.ready = ready;
    }

    @Override
    public void onMessage(InputStream message) {
      this.message = message;
    }

    @Override
    public void onHalfClose() {
      context.run(
          () -> {
            Runnable giveUp =
                runner.start(
                    next, call, headers, () -> messages.checked(message), Timeouts.of(headers));
            transport.closed().thenRun(giveUp);
          });
    }

    @Override
    public void onReady() {
      ready.run();
    }
  }
}
