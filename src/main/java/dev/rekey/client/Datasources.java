package dev.rekey.client;

import com.chalk.server.v1.DeleteDatasourcePermissionTagRequest;
import com.chalk.server.v1.DeleteIntegrationRequest;
import com.chalk.server.v1.GetDatasourcePermissionTagRequest;
import com.chalk.server.v1.GetIntegrationByNameRequest;
import com.chalk.server.v1.GetIntegrationRequest;
import com.chalk.server.v1.GetIntegrationResponse;
import com.chalk.server.v1.GetIntegrationValueRequest;
import com.chalk.server.v1.InsertIntegrationRequest;
import com.chalk.server.v1.IntegrationWithSecrets;
import com.chalk.server.v1.IntegrationsServiceGrpc;
import com.chalk.server.v1.ListDatasourcePermissionTagsRequest;
import com.chalk.server.v1.ListIntegrationsAndSecretsRequest;
import com.chalk.server.v1.ListIntegrationsRequest;
import com.chalk.server.v1.ListSnowflakeNamedStagesRequest;
import com.chalk.server.v1.TestIntegrationRequest;
import com.chalk.server.v1.UpdateIntegrationRequest;
import com.chalk.server.v1.UpsertDatasourcePermissionTagRequest;
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

  /**
   * All data sources, by name.
   *
   * {@snippet class="ExamplesTest" region="datasources.list"}
   */
  public List<Datasource> list() {
    return calls
        .read(
            IntegrationsServiceGrpc.getListIntegrationsMethod(),
            ListIntegrationsRequest.getDefaultInstance())
        .getIntegrationsList()
        .stream()
        .map(Wire::datasource)
        .toList();
  }

  /**
   * All data sources with their config keys, and the secrets that belong to none.
   *
   * {@snippet class="ExamplesTest" region="datasources.listWithSecrets"}
   *
   * @param decrypt whether the values are wanted too
   */
  public DatasourceListing listWithSecrets(boolean decrypt) {
    return Wire.listing(
        calls.read(
            IntegrationsServiceGrpc.getListIntegrationsAndSecretsMethod(),
            ListIntegrationsAndSecretsRequest.newBuilder().setDecrypt(decrypt).build()));
  }

  /**
   * Makes a data source.
   *
   * {@snippet class="ExamplesTest" region="datasources.create"}
   *
   * @param name letters, digits and underscores; unique in the environment
   * @param config key to value, such as {@code PGHOST}
   * @throws AlreadyExistsException when the name is taken
   * @throws InvalidArgumentException when the server refuses a field, which the message names
   */
  public Datasource create(IntegrationKind kind, String name, Map<String, String> config) {
    return create(kind, name, Config.of(config));
  }

  /** As {@link #create(IntegrationKind, String, Map)}, with keys that refer to secrets. */
  public Datasource create(IntegrationKind kind, String name, Config config) {
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
   * {@snippet class="ExamplesTest" region="datasources.get"}
   *
   * @throws NotFoundException when there is none
   */
  public Datasource get(String id) {
    return Wire.datasource(withSecrets(id).getIntegration());
  }

  /**
   * The data source with this name, or empty when there is none.
   *
   * {@snippet class="ExamplesTest" region="datasources.find"}
   */
  public Optional<Datasource> find(String name) {
    var response =
        calls.read(
            IntegrationsServiceGrpc.getGetIntegrationByNameMethod(),
            GetIntegrationByNameRequest.newBuilder().setIntegrationName(name).build());
    return response.hasIntegration()
        ? Optional.of(Wire.datasource(response.getIntegration()))
        : Optional.empty();
  }

  /**
   * The config keys whose values the server discloses without being asked for them one by one.
   *
   * {@snippet class="ExamplesTest" region="datasources.config"}
   *
   * @throws NotFoundException when there is no such data source
   */
  public List<ConfigKey> config(String id) {
    return withSecrets(id).getSecretsList().stream().map(Wire::configKey).toList();
  }

  /**
   * The value of one config key, withheld ones included; empty when there is no such data source or
   * key.
   *
   * {@snippet class="ExamplesTest" region="datasources.value"}
   */
  public Optional<String> value(String id, String key) {
    var response =
        calls.read(
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
   * {@snippet class="ExamplesTest" region="datasources.test"}
   *
   * @throws NotFoundException when there is none
   */
  public TestOutcome test(String id) {
    return test(TestIntegrationRequest.newBuilder().setIntegrationId(id).build());
  }

  /** Tries a config without saving it. */
  public TestOutcome test(IntegrationKind kind, Map<String, String> config) {
    return test(kind, Config.of(config));
  }

  /** As {@link #test(IntegrationKind, Map)}, with a kind that is given by its name, in any case. */
  public TestOutcome test(String kind, Map<String, String> config) {
    return test(IntegrationKind.parse(kind), config);
  }

  /**
   * Tries a data source as it would be with these keys, without saving them.
   *
   * {@snippet
   * class="ExamplesTest" region="datasources.testWith"}
   *
   * @throws NotFoundException when there is none
   */
  public TestOutcome testWith(String id, Config config) {
    return test(
        TestIntegrationRequest.newBuilder()
            .setIntegrationId(id)
            .putAllConfig(Wire.config(config))
            .build());
  }

  /** As {@link #test(IntegrationKind, Map)}, with keys that refer to secrets. */
  public TestOutcome test(IntegrationKind kind, Config config) {
    return test(
        TestIntegrationRequest.newBuilder()
            .setKind(Wire.kind(kind))
            .putAllConfig(Wire.config(config))
            .build());
  }

  /**
   * Changes the keys that are given; all else stays.
   *
   * {@snippet class="ExamplesTest" region="datasources.update"}
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
    return update(id, Config.of(config), name);
  }

  /** As {@link #update(String, Map, String)}, with keys that refer to secrets. */
  public Datasource update(String id, Config config, String name) {
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

  /**
   * Removes a data source. Does nothing for an unknown id.
   *
   * {@snippet class="ExamplesTest" region="datasources.delete"}
   */
  public void delete(String id) {
    var _ =
        calls.call(
            IntegrationsServiceGrpc.getDeleteIntegrationMethod(),
            DeleteIntegrationRequest.newBuilder().setId(id).build());
  }

  /**
   * The tags of all data sources that have some.
   *
   * {@snippet class="ExamplesTest" region="datasources.permissionTags"}
   */
  public List<PermissionTags> permissionTags() {
    return calls
        .read(
            IntegrationsServiceGrpc.getListDatasourcePermissionTagsMethod(),
            ListDatasourcePermissionTagsRequest.getDefaultInstance())
        .getDatasourcePermissionTagsList()
        .stream()
        .map(Wire::permissionTags)
        .toList();
  }

  /** The tags of the data source of this kind and name; empty when it has none. */
  public Optional<PermissionTags> permissionTags(IntegrationKind kind, String name) {
    try {
      var response =
          calls.read(
              IntegrationsServiceGrpc.getGetDatasourcePermissionTagMethod(),
              GetDatasourcePermissionTagRequest.newBuilder()
                  .setKind(Wire.kind(kind))
                  .setName(name)
                  .build());
      return response.hasDatasourcePermissionTag()
          ? Optional.of(Wire.permissionTags(response.getDatasourcePermissionTag()))
          : Optional.empty();
    } catch (NotFoundException _) {
      return Optional.empty();
    }
  }

  /**
   * Sets the tags of a data source in place of those that it has.
   *
   * {@snippet class="ExamplesTest" region="datasources.tag"}
   */
  public void tag(IntegrationKind kind, String name, List<String> tags) {
    var _ =
        calls.call(
            IntegrationsServiceGrpc.getUpsertDatasourcePermissionTagMethod(),
            UpsertDatasourcePermissionTagRequest.newBuilder()
                .setKind(Wire.kind(kind))
                .setName(name)
                .addAllPermissionTags(tags)
                .build());
  }

  /**
   * Takes all tags off a data source.
   *
   * {@snippet class="ExamplesTest" region="datasources.untag"}
   */
  public void untag(IntegrationKind kind, String name) {
    var _ =
        calls.call(
            IntegrationsServiceGrpc.getDeleteDatasourcePermissionTagMethod(),
            DeleteDatasourcePermissionTagRequest.newBuilder()
                .setKind(Wire.kind(kind))
                .setName(name)
                .build());
  }

  /**
   * The named stages that a Snowflake data source can see.
   *
   * {@snippet class="ExamplesTest" region="datasources.stages"}
   *
   * @throws RekeyException also when Snowflake refuses
   */
  public NamedStages stages(String id) {
    return stages(ListSnowflakeNamedStagesRequest.newBuilder().setIntegrationId(id).build());
  }

  /** The same of a config that is not saved. */
  public NamedStages stages(Config config) {
    return stages(
        ListSnowflakeNamedStagesRequest.newBuilder().putAllConfig(Wire.config(config)).build());
  }

  private NamedStages stages(ListSnowflakeNamedStagesRequest request) {
    return Wire.stages(
        calls.call(IntegrationsServiceGrpc.getListSnowflakeNamedStagesMethod(), request));
  }

  private TestOutcome test(TestIntegrationRequest request) {
    return Wire.testOutcome(
        calls.call(IntegrationsServiceGrpc.getTestIntegrationMethod(), request));
  }

  /** The server answers an unknown id with success and an empty message. */
  private IntegrationWithSecrets withSecrets(String id) {
    GetIntegrationResponse response =
        calls.read(
            IntegrationsServiceGrpc.getGetIntegrationMethod(),
            GetIntegrationRequest.newBuilder().setIntegrationId(id).build());
    if (!response.hasIntegrationWithSecrets()) {
      throw new NotFoundException("there is no data source with this id");
    }
    return response.getIntegrationWithSecrets();
  }
}
