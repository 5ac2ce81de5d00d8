package dev.rekey.client;

import static dev.rekey.client.FakeIntegrations.reply;

import com.chalk.server.v1.DeleteSecretRequest;
import com.chalk.server.v1.DeleteSecretResponse;
import com.chalk.server.v1.EnvironmentSecretsServiceGrpc;
import com.chalk.server.v1.GetAllSecretValuesRequest;
import com.chalk.server.v1.GetAllSecretValuesResponse;
import com.chalk.server.v1.GetSecretValueRequest;
import com.chalk.server.v1.GetSecretValueResponse;
import com.chalk.server.v1.ListSecretsRequest;
import com.chalk.server.v1.ListSecretsResponse;
import com.chalk.server.v1.Secret;
import com.chalk.server.v1.SecretSource;
import com.chalk.server.v1.SecretValue;
import com.chalk.server.v1.UpsertSecretRequest;
import com.chalk.server.v1.UpsertSecretResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Secrets of an environment in memory. The id of one is {@code secret-} and its name. */
public final class FakeSecrets
    extends EnvironmentSecretsServiceGrpc.EnvironmentSecretsServiceImplBase {
  private static final String ID = "secret-";

  private final Map<String, String> values = new ConcurrentSkipListMap<>();

  /** Name to value; for a test to look at. */
  public Map<String, String> held() {
    return Map.copyOf(values);
  }

  @Override
  public void listSecrets(ListSecretsRequest request, StreamObserver<ListSecretsResponse> caller) {
    reply(caller, ListSecretsResponse.newBuilder().addAllSecrets(listed()).build());
  }

  @Override
  public void getSecretValue(
      GetSecretValueRequest request, StreamObserver<GetSecretValueResponse> caller) {
    var response = GetSecretValueResponse.newBuilder();
    Optional.of(request.getId())
        .filter(id -> id.startsWith(ID))
        .map(id -> values.get(id.substring(ID.length())))
        .ifPresent(value -> response.setSecretValue(SecretValue.newBuilder().setValue(value)));
    reply(caller, response.build());
  }

  @Override
  public void getAllSecretValues(
      GetAllSecretValuesRequest request, StreamObserver<GetAllSecretValuesResponse> caller) {
    reply(caller, GetAllSecretValuesResponse.newBuilder().putAllValues(values).build());
  }

  @Override
  public void upsertSecret(
      UpsertSecretRequest request, StreamObserver<UpsertSecretResponse> caller) {
    values.put(request.getName(), request.getConfig().getLiteral());
    reply(caller, UpsertSecretResponse.newBuilder().addAllSecrets(listed()).build());
  }

  @Override
  public void deleteSecret(
      DeleteSecretRequest request, StreamObserver<DeleteSecretResponse> caller) {
    values.remove(request.getName());
    reply(caller, DeleteSecretResponse.newBuilder().addAllSecrets(listed()).build());
  }

  List<Secret> listed() {
    return values.keySet().stream()
        .map(
            name ->
                Secret.newBuilder()
                    .setId(ID + name)
                    .setName(name)
                    .setSource(SecretSource.SECRET_SOURCE_MANAGED)
                    .build())
        .toList();
  }
}
