package dev.rekey.connector.support.google;

import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.connector.support.JvmTrust;
import dev.rekey.connector.support.Values;
import dev.rekey.secret.Secret;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A channel to one service of Google's, for one test: to an address that data sources may be at.
 * Used and closed by one thread.
 */
public final class GoogleChannel implements AutoCloseable {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final ManagedChannel channel;
  private final Channel authorized;

  /**
   * @param plaintext for an emulator
   * @param token that calls are made with
   * @throws IOException when the host has no address, or one that is refused
   */
  public GoogleChannel(Egress egress, Endpoint at, boolean plaintext, Optional<Secret> token)
      throws IOException {
    var address = new InetSocketAddress(egress.resolve(at.host())[0], at.port());
    var builder =
        NettyChannelBuilder.forAddress(address).overrideAuthority(at.toString()).disableRetry();
    this.channel = (plaintext ? builder.usePlaintext() : builder.sslContext(trust())).build();
    this.authorized =
        token.isPresent()
            ? ClientInterceptors.intercept(
                channel, MetadataUtils.newAttachHeadersInterceptor(headers(token.get())))
            : channel;
  }

  private static Metadata headers(Secret token) {
    var headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + Values.text(token));
    return headers;
  }

  /** The JVM's, as it is now: what is trusted can be changed while we run. */
  private static JdkSslContext trust() {
    return new JdkSslContext(
        JvmTrust.now(),
        true,
        null,
        IdentityCipherSuiteFilter.INSTANCE,
        new ApplicationProtocolConfig(
            Protocol.ALPN,
            SelectorFailureBehavior.NO_ADVERTISE,
            SelectedListenerFailureBehavior.ACCEPT,
            ApplicationProtocolNames.HTTP_2),
        ClientAuth.NONE,
        null,
        false);
  }

  /** What calls go over. */
  public Channel calls() {
    return authorized;
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
