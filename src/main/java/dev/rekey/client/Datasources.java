package dev.rekey.client;

import com.chalk.server.v1.DeleteIntegrationRequest;
import com.chalk.server.v1.GetIntegrationByNameRequest;
import com.chalk.server.v1.GetIntegrationRequest;
import com.chalk.server.v1.GetIntegrationResponse;
import com.chalk.server.v1.GetIntegrationValueRequest;
import com.chalk.server.v1.InsertIntegrationRequest;
import com.chalk.server.v1.IntegrationWithSecrets;
import com.chalk.server.v1.IntegrationsServiceGrpc;
import com.chalk.server.v1.ListIntegrationsRequest;
import com.chalk.server.v1.TestIntegrationRequest;
import com.chalk.server.v1.UpdateIntegrationRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The data sources of the client's environment.
 *
 * <p>Calls block until the server has answered or the client's deadline has passed, and may be made
 * from many threads at once. Every method throws {@link RekeyException} when its call does not
 * succeed. Config values are plain strings; this client neither logs nor keeps them.
 */
public final class Datasources {
  private final Calls calls;

  Datasources(Calls calls) {
    this.calls = calls;
  }

  /** All data sources, by name. */
  public List<Datasource> list() {
    return calls
        .call(
            IntegrationsServiceGrpc.getListIntegrationsMethod(),
            ListIntegrationsRequest.getDefaultInstance())
        .getIntegrationsList()
        .stream()
        .map(Wire::datasource)
        .toList();
  }

  /**
   * Makes a data source.
   *
   * @param name letters, digits and underscores; unique in the environment
   * @param config key to value, such as {@code PGHOST}
   * @throws AlreadyExistsException when the name is taken
   * @throws InvalidArgumentException when the server refuses a field, which the message names
   */
  public Datasource create(IntegrationKind kind, String name, Map<String, String> config) {
    return Wire.datasource(
        calls
            .call(
                IntegrationsServiceGrpc.getInsertIntegrationMethod(),
                InsertIntegrationRequest.newBuilder()
                    .setName(name)
                    .setIntegrationKind(Wire.kind(kind))
                    .putAllConfig(Wire.config(config))
                    .build())
            .getIntegration());
  }

  /**
   * Makes a data source of a kind that is given by its name, in any case.
   *
   * @throws InvalidArgumentException when there is no such kind, and as {@link
   *     #create(IntegrationKind, String, Map)} does
   */
  public Datasource create(String kind, String name, Map<String, String> config) {
    return create(IntegrationKind.parse(kind), name, config);
  }

  /**
   * The data source with this id.
   *
   * @throws NotFoundException when there is none
   */
  public Datasource get(String id) {
    return Wire.datasource(withSecrets(id).getIntegration());
  }

  /** The data source with this name, or empty when there is none. */
  public Optional<Datasource> find(String name) {
    var response =
        calls.call(
            IntegrationsServiceGrpc.getGetIntegrationByNameMethod(),
            GetIntegrationByNameRequest.newBuilder().setIntegrationName(name).build());
    return response.hasIntegration()
        ? Optional.of(Wire.datasource(response.getIntegration()))
        : Optional.empty();
  }

  /**
   * The config keys whose values the server discloses without being asked for them one by one.
   *
   * @throws NotFoundException when there is no such data source
   */
  public List<ConfigKey> config(String id) {
    return withSecrets(id).getSecretsList().stream().map(Wire::configKey).toList();
  }

  /**
   * The value of one config key, withheld ones included; empty when there is no such data source or
   * key.
   */
  public Optional<String> value(String id, String key) {
    var response =
        calls.call(
            IntegrationsServiceGrpc.getGetIntegrationValueMethod(),
            GetIntegrationValueRequest.newBuilder()
                .setIntegrationId(id)
                .setSecretName(key)
                .build());
    return response.hasSecretvalue()
        ? Optional.of(response.getSecretvalue().getValue())
        : Optional.empty();
  }

  /**
   * Tries whether the data source can be used. That it cannot is an outcome, not an exception.
   *
   * @throws NotFoundException when there is none
   */
  public TestOutcome test(String id) {
    return test(TestIntegrationRequest.newBuilder().setIntegrationId(id).build());
  }

  /** Tries a config without saving it. */
  public TestOutcome test(IntegrationKind kind, Map<String, String> config) {
    return test(
        TestIntegrationRequest.newBuilder()
            .setKind(Wire.kind(kind))
            .putAllConfig(Wire.config(config))
            .build());
  }

  /**
   * Changes the keys that are given; all else stays.
   *
   * @throws NotFoundException when there is no such data source
   * @throws InvalidArgumentException when the server refuses a field, which the message names
   */
  public Datasource update(String id, Map<String, String> config) {
    return update(id, config, "");
  }

  /**
   * Changes the keys that are given, and the name; all else stays.
   *
   * @param name empty to keep the name
   * @throws AlreadyExistsException when the name is taken
   * @throws NotFoundException when there is no such data source
   * @throws InvalidArgumentException when the server refuses a field, which the message names
   */
  public Datasource update(String id, Map<String, String> config, String name) {
    return Wire.datasource(
        calls
            .call(
                IntegrationsServiceGrpc.getUpdateIntegrationMethod(),
                UpdateIntegrationRequest.newBuilder()
                    .setIntegrationId(id)
                    .setName(name)
                    .putAllConfig(Wire.config(config))
                    .build())
            .getIntegration());
  }

  /** Removes a data source. Does nothing for an unknown id. */
  public void delete(String id) {
    var _ =
        calls.call(
            IntegrationsServiceGrpc.getDeleteIntegrationMethod(),
            DeleteIntegrationRequest.newBuilder().setId(id).build());
  }

  private TestOutcome test(TestIntegrationRequest request) {
    return Wire.testOutcome(
        calls.call(IntegrationsServiceGrpc.getTestIntegrationMethod(), request));
  }

  /** The server answers an unknown id with success and an empty message. */
  private IntegrationWithSecrets withSecrets(String id) {
    GetIntegrationResponse response =
        calls.call(
            IntegrationsServiceGrpc.getGetIntegrationMethod(),
            GetIntegrationRequest.newBuilder().setIntegrationId(id).build());
    if (!response.hasIntegrationWithSecrets()) {
      throw new NotFoundException("there is no data source with this id");
    }
    return response.getIntegrationWithSecrets();
  }
}
