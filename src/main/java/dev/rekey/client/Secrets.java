package dev.rekey.client;

import com.chalk.server.v1.DeleteSecretRequest;
import com.chalk.server.v1.EnvironmentSecretsServiceGrpc;
import com.chalk.server.v1.GetAllSecretValuesRequest;
import com.chalk.server.v1.GetSecretValueRequest;
import com.chalk.server.v1.ListSecretsRequest;
import com.chalk.server.v1.SecretConfigValue;
import com.chalk.server.v1.UpsertSecretRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The secrets of the client's environment that belong to no data source. A data source whose key
 * refers to one holds whatever the secret holds: see {@link Config#withSecret}.
 *
 * <p>Calls block until the server has answered or the client's deadline has passed, and may be made
 * from many threads at once. Every method throws {@link RekeyException} when its call does not
 * succeed. Values are plain strings; this client neither logs nor keeps them.
 */
public final class Secrets {
  private final Calls calls;

  Secrets(Calls calls) {
    this.calls = calls;
  }

  /**
   * All secrets, without their values.
   *
   * {@snippet class="ExamplesTest" region="secrets.list"}
   */
  public List<EnvironmentSecret> list() {
    return list(false);
  }

  /**
   * @param withScoped whether those that are for one scope alone are listed too
   */
  public List<EnvironmentSecret> list(boolean withScoped) {
    return calls
        .read(
            EnvironmentSecretsServiceGrpc.getListSecretsMethod(),
            ListSecretsRequest.newBuilder().setIncludeScoped(withScoped).build())
        .getSecretsList()
        .stream()
        .map(Wire::secret)
        .toList();
  }

  /**
   * The value of the secret with this id, or empty when there is none.
   *
   * {@snippet
   * class="ExamplesTest" region="secrets.value"}
   */
  public Optional<String> value(String id) {
    var response =
        calls.read(
            EnvironmentSecretsServiceGrpc.getGetSecretValueMethod(),
            GetSecretValueRequest.newBuilder().setId(id).build());
    return response.hasSecretValue()
        ? Optional.of(response.getSecretValue().getValue())
        : Optional.empty();
  }

  /**
   * All secrets, name to value.
   *
   * {@snippet class="ExamplesTest" region="secrets.values"}
   */
  public Map<String, String> values() {
    return Map.copyOf(
        calls
            .read(
                EnvironmentSecretsServiceGrpc.getGetAllSecretValuesMethod(),
                GetAllSecretValuesRequest.getDefaultInstance())
            .getValuesMap());
  }

  /**
   * Makes a secret, or gives it another value.
   *
   * {@snippet class="ExamplesTest" region="secrets.put"}
   *
   * @throws InvalidArgumentException when the server refuses the name or the value
   */
  public EnvironmentSecret put(String name, String value) {
    var config = SecretConfigValue.newBuilder().setLiteral(value);
    return calls
        .call(
            EnvironmentSecretsServiceGrpc.getUpsertSecretMethod(),
            UpsertSecretRequest.newBuilder().setName(name).setConfig(config).build())
        .getSecretsList()
        .stream()
        .map(Wire::secret)
        .filter(secret -> secret.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new RekeyException("the server did not say what became of the secret"));
  }

  /**
   * Removes a secret. Does nothing for an unknown name.
   *
   * {@snippet class="ExamplesTest"
   * region="secrets.delete"}
   *
   * @throws FailedPreconditionException when the server knows a data source that refers to it
   */
  public void delete(String name) {
    var _ =
        calls.call(
            EnvironmentSecretsServiceGrpc.getDeleteSecretMethod(),
            DeleteSecretRequest.newBuilder().setName(name).build());
  }
}
