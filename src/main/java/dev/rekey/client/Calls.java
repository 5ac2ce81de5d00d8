package dev.rekey.client;

import com.chalk.server.v1.AuthServiceGrpc;
import com.chalk.server.v1.GetTokenRequest;
import com.chalk.server.v1.GetTokenResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Makes the calls: headers, token, deadline, and failures as exceptions of ours. Thread-safe. */
final class Calls {
  private static final Metadata.Key<String> SERVER = header("x-chalk-server");
  private static final Metadata.Key<String> ENVIRONMENT = header("x-chalk-env-id");
  private static final Metadata.Key<String> AUTHORIZATION = header("authorization");

  private final ManagedChannel channel;
  private final Optional<String> environment;
  private final Duration deadline;
  private final Credentials credentials;
  private final InstantSource clock;
  private final TokenSource tokens;
  private final Retries retries;

  Calls(
      ManagedChannel channel,
      Credentials credentials,
      Optional<String> environment,
      Duration deadline,
      InstantSource clock,
      RandomGenerator chance) {
    this.channel = channel;
    this.environment = environment;
    this.deadline = deadline;
    this.credentials = credentials;
    this.clock = clock;
    this.tokens = new TokenSource(this::exchange, clock);
    this.retries =
        new Retries(
            wait -> channel.awaitTermination(wait.toMillis(), TimeUnit.MILLISECONDS), chance);
  }

  /**
   * Makes a call that changes nothing and touches no other system: again when the server is out of
   * reach, within the deadline.
   *
   * @throws RekeyException when the call does not succeed
   */
  <Q, R> R read(MethodDescriptor<Q, R> method, Q request) {
    Deadline until = until();
    return named(
        headers -> retries.untilReached(until, () -> send(method, request, headers, until)));
  }

  /**
   * Makes a call once, whatever it does. A token that the server does not know any more, because it
   * was restarted with other keys, is replaced once: the call was refused before it did anything.
   *
   * @throws RekeyException when the call does not succeed
   */
  <Q, R> R call(MethodDescriptor<Q, R> method, Q request) {
    Deadline until = until();
    return named(headers -> send(method, request, headers, until));
  }

  private <R> R named(Function<Metadata, R> call) {
    Token token = tokens.token();
    try {
      return call.apply(headers(token));
    } catch (UnauthenticatedException refused) {
      tokens.reject(token);
      return call.apply(headers(tokens.token()));
    }
  }

  /**
   * The same for a method that streams: waits, no longer than the deadline, until the server has
   * begun to answer.
   *
   * @throws RekeyException when it does not
   */
  <Q, R> MessageStream<R> stream(MethodDescriptor<Q, R> method, Q request)
      throws InterruptedException {
    Token token = tokens.token();
    try {
      return open(method, request, headers(token));
    } catch (UnauthenticatedException refused) {
      tokens.reject(token);
      return open(method, request, headers(tokens.token()));
    }
  }

  private <Q, R> MessageStream<R> open(MethodDescriptor<Q, R> method, Q request, Metadata headers)
      throws InterruptedException {
    return MessageStream.open(
        channel.newCall(method, CallOptions.DEFAULT), headers, request, deadline);
  }

  /** Whether the client has been closed. */
  boolean areOver() {
    return channel.isShutdown();
  }

  private <Q, R> R send(
      MethodDescriptor<Q, R> method, Q request, Metadata headers, Deadline until) {
    Channel withHeaders =
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    try {
      return ClientCalls.blockingUnaryCall(
          withHeaders, method, CallOptions.DEFAULT.withDeadline(until), request);
    } catch (StatusRuntimeException e) {
      throw RekeyException.of(e);
    }
  }

  private Deadline until() {
    return Deadline.after(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  private Token exchange() {
    Deadline until = until();
    GetTokenRequest request =
        GetTokenRequest.newBuilder()
            .setClientId(credentials.clientId())
            .setClientSecret(credentials.clientSecret())
            .setGrantType("client_credentials")
            .build();
    GetTokenResponse response =
        retries.untilReached(
            until, () -> send(AuthServiceGrpc.getGetTokenMethod(), request, anonymous(), until));
    return new Token(response.getAccessToken(), expiry(response), primaryEnvironment(response));
  }

  /** By the lifetime rather than by the server's clock, which may differ from ours. */
  private Instant expiry(GetTokenResponse response) {
    if (response.getExpiresIn() > 0) {
      return clock.instant().plusSeconds(response.getExpiresIn());
    }
    return Instant.ofEpochSecond(response.getExpiresAt().getSeconds());
  }

  private static Optional<String> primaryEnvironment(GetTokenResponse response) {
    return response.hasPrimaryEnvironment()
        ? Optional.of(response.getPrimaryEnvironment())
        : Optional.empty();
  }

  private Metadata headers(Token token) {
    String env =
        environment
            .or(token::primaryEnvironment)
            .orElseThrow(
                () ->
                    new InvalidArgumentException(
                        "environment: none was given, and the server suggests none"));
    Metadata headers = anonymous();
    headers.put(ENVIRONMENT, env);
    headers.put(AUTHORIZATION, "Bearer " + token.value());
    return headers;
  }

  private static Metadata anonymous() {
    var headers = new Metadata();
    headers.put(SERVER, "go-api");
    return headers;
  }

  private static Metadata.Key<String> header(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
