package dev.rekey.testing;

import dev.rekey.testing.GoogleAccounts.Account;
import io.grpc.CallOptions;
import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of an emulator of Google's, which lets everybody in, and checks tokens as Google
 * does. Speaks HTTP/2 in plaintext; {@link TlsFront} adds TLS.
 */
public final class GuardedGoogle implements AutoCloseable {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final ManagedChannel emulator;
  private final Server server;

  /**
   * @param emulator such as {@code http://127.0.0.1:9010}
   */
  public GuardedGoogle(URI emulator) {
    this.emulator =
        ManagedChannelBuilder.forAddress(emulator.getHost(), emulator.getPort())
            .usePlaintext()
            .build();
    try {
      this.server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .fallbackHandlerRegistry(new Carried())
              .executor(Executors.newVirtualThreadPerTaskExecutor())
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port on loopback. */
  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
    emulator.shutdownNow();
  }

  /** Every method there is, of one question and one answer. */
  private final class Carried extends HandlerRegistry {
    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
      MethodDescriptor<byte[], byte[]> method =
          MethodDescriptor.newBuilder(new Bytes(), new Bytes())
              .setType(MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(name)
              .build();
      ServerCallHandler<byte[], byte[]> carrier =
          ServerCalls.asyncUnaryCall(
              (question, caller) -> {
                try {
                  caller.onNext(
                      ClientCalls.blockingUnaryCall(
                          emulator, method, CallOptions.DEFAULT, question));
                  caller.onCompleted();
                } catch (StatusRuntimeException e) {
                  caller.onError(e);
                }
              });
      return ServerMethodDefinition.create(
          method, (call, headers) -> checked(call, headers, carrier));
    }
  }

  private static ServerCall.Listener<byte[]> checked(
      ServerCall<byte[], byte[]> call,
      Metadata headers,
      ServerCallHandler<byte[], byte[]> carrier) {
    String login = headers.get(AUTHORIZATION);
    if (("Bearer " + Account.USER.token()).equals(login)) {
      return carrier.startCall(call, headers);
    }
    boolean known = ("Bearer " + Account.STRANGER.token()).equals(login);
    call.close(known ? Status.PERMISSION_DENIED : Status.UNAUTHENTICATED, new Metadata());
    return new ServerCall.Listener<>() {};
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
