package dev.rekey.secret.gcp;

import com.google.api.core.ApiFuture;
import com.google.cloud.secretmanager.v1.AccessSecretVersionRequest;
import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.ListSecretVersionsRequest;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretVersion;
import dev.rekey.secret.FetchResult;
import dev.rekey.secret.GoogleSecretName;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** The calls that the store makes. Thread-safe; they block. */
final class SecretManagerCalls implements AutoCloseable {
  private final SecretManagerClients clients;

  SecretManagerCalls(SecretManagerClients clients) {
    this.clients = clients;
  }

  /**
   * Reads a version with its value.
   *
   * @param version a number, or {@code latest}: the one that was made last, in whatever state
   */
  Outcome<AccessSecretVersionResponse> access(GoogleSecretName secret, String version) {
    AccessSecretVersionRequest request =
        AccessSecretVersionRequest.newBuilder().setName(secret + "/versions/" + version).build();
    return call(
        secret,
        Permission.ACCESS,
        client -> client.accessSecretVersionCallable().futureCall(request));
  }

  /**
   * Looks at the newest version, without its value; empty when there is none.
   *
   * @param filter which versions count, in Google's language; empty for all
   */
  Outcome<Optional<SecretVersion>> newest(GoogleSecretName secret, String filter) {
    ListSecretVersionsRequest request =
        ListSecretVersionsRequest.newBuilder()
            .setParent(secret.toString())
            .setFilter(filter)
            .setPageSize(1)
            .build();
    return switch (call(
        secret,
        Permission.LIST,
        client -> client.listSecretVersionsCallable().futureCall(request))) {
      // The list is sorted, the newest first.
      case Outcome.Answer(var list) ->
          new Outcome.Answer<>(list.getVersionsList().stream().findFirst());
      case Outcome.NotReadable<?> _ -> new Outcome.NotReadable<>();
      case Outcome.Failed(var failure) -> new Outcome.Failed<>(failure);
    };
  }

  private <T> Outcome<T> call(
      GoogleSecretName secret,
      Permission permission,
      Function<SecretManagerServiceClient, ApiFuture<T>> request) {
    CallFaults faults = new CallFaults(secret, clients.endpoint(secret), permission);
    SecretManagerServiceClient client;
    try {
      client = clients.client(secret);
    } catch (IOException _) {
      return new Outcome.Failed<>(faults.noCredentials());
    }
    ApiFuture<T> answer = request.apply(client);
    try {
      return new Outcome.Answer<>(answer.get());
    } catch (InterruptedException _) {
      boolean _ = answer.cancel(true);
      Thread.currentThread().interrupt();
      return new Outcome.Failed<>(faults.interrupted());
    } catch (ExecutionException e) {
      if (CallFaults.isLoginRefused(e.getCause())) {
        clients.forget(client);
      }
      return faults.of(e.getCause());
    }
  }

  /** Why a version that is enabled cannot be read. */
  FetchResult.Failed keyFault(GoogleSecretName secret) {
    return new CallFaults(secret, clients.endpoint(secret), Permission.ACCESS).keyDenied();
  }

  @Override
  public void close() {
    clients.close();
  }
}
