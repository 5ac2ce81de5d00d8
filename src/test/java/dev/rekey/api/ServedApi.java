package dev.rekey.api;

import com.chalk.server.v1.AuthServiceGrpc;
import com.chalk.server.v1.GetTokenRequest;
import com.chalk.server.v1.IntegrationsServiceGrpc;
import dev.rekey.api.v1.RotationsServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.http.TestHTTPResourceManager;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** The clients that the tests call the served API with. */
final class ServedApi implements AutoCloseable {
  static final String INTEGRATIONS = "/chalk.server.v1.IntegrationsService/";

  private final URI base = URI.create(TestHTTPResourceManager.getUri());
  private final ManagedChannel channel =
      NettyChannelBuilder.forAddress(base.getHost(), base.getPort()).usePlaintext().build();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  int port() {
    return base.getPort();
  }

  ManagedChannel channel() {
    return channel;
  }

  String token(String client) {
    return AuthServiceGrpc.newBlockingStub(channel)
        .getToken(
            GetTokenRequest.newBuilder()
                .setClientId(client)
                .setClientSecret(ServedApiWiring.SECRET)
                .build())
        .getAccessToken();
  }

  /** The integrations of an environment, called by a client. */
  IntegrationsServiceGrpc.IntegrationsServiceBlockingStub integrations(
      String client, String environment) {
    return integrationsWithToken(token(client), environment);
  }

  IntegrationsServiceGrpc.IntegrationsServiceBlockingStub integrationsWithToken(
      String token, String environment) {
    Metadata headers = new Metadata();
    put(headers, "authorization", "Bearer " + token);
    put(headers, "x-chalk-env-id", environment);
    return IntegrationsServiceGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  /** What a client sends with each call for an environment. */
  Metadata headers(String client, String environment) {
    Metadata headers = new Metadata();
    put(headers, "authorization", "Bearer " + token(client));
    put(headers, "x-chalk-env-id", environment);
    return headers;
  }

  /** The rotations of an environment, called by a client. */
  RotationsServiceGrpc.RotationsServiceBlockingStub rotations(String client, String environment) {
    return RotationsServiceGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers(client, environment)));
  }

  /** A request that has everything but its body. */
  HttpRequest.Builder request(String path, String contentType) {
    return HttpRequest.newBuilder(base.resolve(path)).header("Content-Type", contentType);
  }

  /** A request of a client for an environment. */
  HttpRequest.Builder request(String path, String contentType, String client, String environment) {
    return request(path, contentType)
        .header("Authorization", "Bearer " + token(client))
        .header("X-Chalk-Env-Id", environment);
  }

  HttpResponse<String> json(String method, String body) {
    return send(
        request(INTEGRATIONS + method, "application/json", "admin", "blue")
            .POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  HttpResponse<byte[]> sendBytes(HttpRequest.Builder request) {
    return send(request, BodyHandlers.ofByteArray());
  }

  private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body) {
    try {
      return http.send(request.build(), body);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
    http.close();
  }

  private static void put(Metadata headers, String name, String value) {
    headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
  }
}
