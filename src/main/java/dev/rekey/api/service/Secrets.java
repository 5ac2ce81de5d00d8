package dev.rekey.api.service;

import static dev.rekey.api.service.Replies.refuse;
import static dev.rekey.api.service.Replies.reply;

import com.chalk.server.v1.DeleteSecretRequest;
import com.chalk.server.v1.DeleteSecretResponse;
import com.chalk.server.v1.EnvironmentSecretsServiceGrpc;
import com.chalk.server.v1.GetAllSecretValuesRequest;
import com.chalk.server.v1.GetAllSecretValuesResponse;
import com.chalk.server.v1.GetSecretValueRequest;
import com.chalk.server.v1.GetSecretValueResponse;
import com.chalk.server.v1.ListSecretsRequest;
import com.chalk.server.v1.ListSecretsResponse;
import com.chalk.server.v1.UpsertSecretRequest;
import com.chalk.server.v1.UpsertSecretResponse;
import dev.rekey.api.access.Caller;
import dev.rekey.api.call.CallFacts;
import dev.rekey.datasource.EnvironmentSecret;
import dev.rekey.datasource.EnvironmentSecrets;
import dev.rekey.datasource.EnvironmentSecrets.Held;
import dev.rekey.datasource.EnvironmentSecrets.Removal;
import dev.rekey.datasource.SecretScope;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;

/** The secrets of the caller's environment that belong to no data source. */
public final class Secrets extends EnvironmentSecretsServiceGrpc.EnvironmentSecretsServiceImplBase {
  private final EnvironmentSecrets secrets;

  public Secrets(EnvironmentSecrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public void listSecrets(ListSecretsRequest request, StreamObserver<ListSecretsResponse> caller) {
    ListSecretsResponse.Builder response = ListSecretsResponse.newBuilder();
    secrets.list(Caller.current().environment()).stream()
        .filter(each -> request.getIncludeScoped() || each.scope().isEmpty())
        .map(SecretMapper::secret)
        .forEach(response::addSecrets);
    reply(caller, response.build());
  }

  @Override
  public void getSecretValue(
      GetSecretValueRequest request, StreamObserver<GetSecretValueResponse> caller) {
    CallFacts.current().subject(request.getId());
    GetSecretValueResponse.Builder response = GetSecretValueResponse.newBuilder();
    secrets
        .find(Caller.current().environment(), request.getId())
        .map(SecretMapper::value)
        .ifPresent(response::setSecretValue);
    reply(caller, response.build());
  }

  /** Of secrets with one name, the one for the whole environment. */
  @Override
  public void getAllSecretValues(
      GetAllSecretValuesRequest request, StreamObserver<GetAllSecretValuesResponse> caller) {
    GetAllSecretValuesResponse.Builder response = GetAllSecretValuesResponse.newBuilder();
    for (Held each : secrets.values(Caller.current().environment())) {
      if (each.secret().scope().isEmpty()) {
        response.putValues(each.secret().name(), SecretMapper.text(each));
      }
    }
    reply(caller, response.build());
  }

  @Override
  public void upsertSecret(
      UpsertSecretRequest request, StreamObserver<UpsertSecretResponse> caller) {
    Optional<SecretScope> scope =
        request.hasScope() ? Optional.of(SecretMapper.scope(request.getScope())) : Optional.empty();
    Caller who = Caller.current();
    EnvironmentSecret put =
        secrets.put(
            who.environment(), request.getName(), scope, SecretMapper.value(request), who.actor());
    CallFacts.current().subject(put.name());
    reply(caller, UpsertSecretResponse.newBuilder().addSecrets(SecretMapper.secret(put)).build());
  }

  @Override
  public void deleteSecret(
      DeleteSecretRequest request, StreamObserver<DeleteSecretResponse> caller) {
    CallFacts.current().subject(request.getName());
    Optional<SecretScope> scope =
        request.hasScope() ? Optional.of(SecretMapper.scope(request.getScope())) : Optional.empty();
    Caller who = Caller.current();
    switch (secrets.delete(who.environment(), request.getName(), scope, who.actor())) {
      case Removal.Removed(EnvironmentSecret removed) ->
          reply(
              caller,
              DeleteSecretResponse.newBuilder().addSecrets(SecretMapper.secret(removed)).build());
      case Removal.NotFound() -> reply(caller, DeleteSecretResponse.getDefaultInstance());
      case Removal.InUse(List<String> users) ->
          refuse(
              caller,
              Status.FAILED_PRECONDITION,
              "name: these data sources refer to the secret: "
                  + String.join(", ", users)
                  + "; give them another value first");
    }
  }
}
