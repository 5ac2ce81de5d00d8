package dev.rekey.api.call;

import io.grpc.Context;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Where callers reach this server, in their own words: the scheme and authority of their call. */
public final class Origin {
  /** Where every protocol leaves the authority of a call. */
  public static final Metadata.Key<String> HOST =
      Metadata.Key.of("host", Metadata.ASCII_STRING_MARSHALLER);

  private static final Context.Key<String> KEY = Context.key("origin");

  private Origin() {}

  /** Such as {@code http://127.0.0.1:8080}, or empty when the caller did not say. */
  public static Optional<String> current() {
    return Optional.ofNullable(KEY.get());
  }

  /** The network address of the caller, without its port; empty when the transport hides it. */
  static String address(ServerCall<?, ?> call) {
    return call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)
            instanceof InetSocketAddress address
        ? address.getHostString()
        : "";
  }

  static Context in(Context context, ServerCall<?, ?> call, Metadata headers) {
    String host = headers.get(HOST);
    if (host == null || host.isEmpty()) {
      return context;
    }
    boolean tls = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION) != null;
    return context.withValue(KEY, (tls ? "https://" : "http://") + host);
  }
}
