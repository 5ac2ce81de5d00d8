package dev.rekey.google;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import io.grpc.ManagedChannelBuilder;
import java.net.URI;

/**
 * Where a service of Google's is.
 *
 * @param authority host and port
 * @param plaintext whether it is an emulator, which is spoken to without TLS and without
 *     credentials
 */
public record GoogleEndpoint(String authority, boolean plaintext) {
  private static final int HTTPS = 443;

  /** A host of Google's own. */
  public static GoogleEndpoint host(String name) {
    return new GoogleEndpoint(name + ":" + HTTPS, false);
  }

  /**
   * Reads {@code http://host:port} as an emulator, and {@code https://host[:port]} as a service
   * like Google's own.
   *
   * @throws IllegalArgumentException when it is something else; the message says what is wrong
   */
  public static GoogleEndpoint of(URI uri) {
    boolean plaintext = "http".equals(uri.getScheme());
    if (!plaintext && !"https".equals(uri.getScheme())) {
      throw new IllegalArgumentException("an endpoint begins with http:// or https://");
    }
    if (uri.getHost() == null || (plaintext && uri.getPort() < 0)) {
      throw new IllegalArgumentException("an endpoint has a host, and with http:// a port too");
    }
    boolean bare =
        uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
    if (!bare || !uri.getRawPath().matches("/?")) {
      throw new IllegalArgumentException("an endpoint has nothing but a host and a port");
    }
    return new GoogleEndpoint(
        uri.getHost() + ":" + (uri.getPort() < 0 ? HTTPS : uri.getPort()), plaintext);
  }

  /** A channel that leads there. */
  public InstantiatingGrpcChannelProvider channel(
      InstantiatingGrpcChannelProvider.Builder channel) {
    channel.setEndpoint(authority);
    return plaintext
        ? channel.setChannelConfigurator(ManagedChannelBuilder::usePlaintext).build()
        : channel.build();
  }

  /** With which credentials it is spoken to, where these are at hand. */
  public CredentialsProvider credentials(CredentialsProvider ours) {
    return plaintext ? NoCredentialsProvider.create() : ours;
  }

  @Override
  public String toString() {
    return authority;
  }
}
