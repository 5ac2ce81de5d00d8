package dev.rekey.secret.gcp;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.auth.Credentials;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import dev.rekey.google.GoogleEndpoint;
import dev.rekey.secret.GoogleSecretName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Google's clients, one for each endpoint, made when they are needed first: regional secrets have
 * an endpoint in each location. Thread-safe.
 */
final class SecretManagerClients implements AutoCloseable {
  private final Optional<GoogleEndpoint> override;
  private final CredentialsProvider credentials;
  private final Duration deadline;
  private final Supplier<InstantiatingGrpcChannelProvider.Builder> channels;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<GoogleEndpoint, SecretManagerServiceClient> clients = new HashMap<>();

  /**
   * @param override stands in the place of all endpoints
   * @param deadline of each call
   * @param channels what the channels are made of
   */
  SecretManagerClients(
      Optional<GoogleEndpoint> override,
      CredentialsProvider credentials,
      Duration deadline,
      Supplier<InstantiatingGrpcChannelProvider.Builder> channels) {
    this.override = override;
    this.credentials = credentials;
    this.deadline = deadline;
    this.channels = channels;
  }

  GoogleEndpoint endpoint(GoogleSecretName secret) {
    String region = secret.location().map(place -> "." + place + ".rep").orElse("");
    return override.orElseGet(
        () -> GoogleEndpoint.host("secretmanager" + region + ".googleapis.com"));
  }

  /**
   * The client to ask for a secret. May block while credentials are looked for.
   *
   * @throws IOException when there are none
   */
  SecretManagerServiceClient client(GoogleSecretName secret) throws IOException {
    GoogleEndpoint endpoint = endpoint(secret);
    lock.lock();
    try {
      SecretManagerServiceClient client = clients.get(endpoint);
      if (client == null) {
        client = create(endpoint, endpoint.credentials(credentials).getCredentials());
        clients.put(endpoint, client);
      }
      return client;
    } finally {
      lock.unlock();
    }
  }

  private SecretManagerServiceClient create(GoogleEndpoint endpoint, Credentials login) {
    try {
      SecretManagerServiceSettings.Builder settings =
          SecretManagerServiceSettings.newBuilder()
              .setEndpoint(endpoint.authority())
              .setCredentialsProvider(FixedCredentialsProvider.create(login))
              .setTransportChannelProvider(endpoint.channel(channels.get()));
      settings.applyToAllUnaryMethods(
          method -> {
            // Whoever asks us decides about retries, and must hear at once of being throttled.
            method.setRetryableCodes().setSimpleTimeoutNoRetriesDuration(deadline);
            return null;
          });
      return SecretManagerServiceClient.create(settings.build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The credentials of this client are of no use: the next call makes one with others. */
  void forget(SecretManagerServiceClient client) {
    lock.lock();
    try {
      clients.values().remove(client);
    } finally {
      lock.unlock();
    }
    client.close();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      clients.values().forEach(SecretManagerServiceClient::close);
      clients.clear();
    } finally {
      lock.unlock();
    }
  }
}
