package dev.rekey.client;

import com.chalk.server.v1.DatasourcePermissionTag;
import com.chalk.server.v1.DeleteDatasourcePermissionTagRequest;
import com.chalk.server.v1.DeleteDatasourcePermissionTagResponse;
import com.chalk.server.v1.DeleteIntegrationRequest;
import com.chalk.server.v1.DeleteIntegrationResponse;
import com.chalk.server.v1.GetDatasourcePermissionTagRequest;
import com.chalk.server.v1.GetDatasourcePermissionTagResponse;
import com.chalk.server.v1.GetIntegrationByNameRequest;
import com.chalk.server.v1.GetIntegrationByNameResponse;
import com.chalk.server.v1.GetIntegrationRequest;
import com.chalk.server.v1.GetIntegrationResponse;
import com.chalk.server.v1.GetIntegrationValueRequest;
import com.chalk.server.v1.GetIntegrationValueResponse;
import com.chalk.server.v1.InsertIntegrationRequest;
import com.chalk.server.v1.InsertIntegrationResponse;
import com.chalk.server.v1.Integration;
import com.chalk.server.v1.IntegrationConfigValue;
import com.chalk.server.v1.IntegrationWithSecrets;
import com.chalk.server.v1.IntegrationsServiceGrpc;
import com.chalk.server.v1.ListDatasourcePermissionTagsRequest;
import com.chalk.server.v1.ListDatasourcePermissionTagsResponse;
import com.chalk.server.v1.ListIntegrationsAndSecretsRequest;
import com.chalk.server.v1.ListIntegrationsAndSecretsResponse;
import com.chalk.server.v1.ListIntegrationsRequest;
import com.chalk.server.v1.ListIntegrationsResponse;
import com.chalk.server.v1.ListSnowflakeNamedStagesRequest;
import com.chalk.server.v1.ListSnowflakeNamedStagesResponse;
import com.chalk.server.v1.SecretSource;
import com.chalk.server.v1.SecretValue;
import com.chalk.server.v1.SecretWithValue;
import com.chalk.server.v1.SnowflakeNamedStage;
import com.chalk.server.v1.TestIntegrationRequest;
import com.chalk.server.v1.TestIntegrationResponse;
import com.chalk.server.v1.UpdateIntegrationRequest;
import com.chalk.server.v1.UpdateIntegrationResponse;
import com.chalk.server.v1.UpsertDatasourcePermissionTagRequest;
import com.chalk.server.v1.UpsertDatasourcePermissionTagResponse;
import com.google.protobuf.Timestamp;
import dev.rekey.datasource.Catalogue;
import dev.rekey.datasource.Kind;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Data sources in memory, with the manners of the real server: secrets are withheld, references are
 * listed by the id of what they refer to. A test fails when a value is {@code wrong}.
 */
public final class FakeIntegrations extends IntegrationsServiceGrpc.IntegrationsServiceImplBase {
  private static final Timestamp AT = Timestamp.newBuilder().setSeconds(1_767_225_600).build();

  private final FakeSecrets secrets;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<String, Integration> sources = new ConcurrentSkipListMap<>();
  private final Map<String, Map<String, IntegrationConfigValue>> configs =
      new ConcurrentSkipListMap<>();
  private final Map<String, DatasourcePermissionTag> tags = new ConcurrentSkipListMap<>();

  FakeIntegrations(FakeSecrets secrets) {
    this.secrets = secrets;
  }

  /** What a data source holds, references as {@code secret:<id>}; for a test to look at. */
  public Map<String, String> held(String name) {
    var held = new TreeMap<String, String>();
    configs
        .get(byName(name).orElseThrow().getId())
        .forEach(
            (key, value) ->
                held.put(
                    key,
                    value.hasSecretId() ? "secret:" + value.getSecretId() : value.getLiteral()));
    return held;
  }

  private Optional<Integration> byName(String name) {
    return sources.values().stream().filter(each -> each.getName().equals(name)).findAny();
  }

  @Override
  public void listIntegrations(
      ListIntegrationsRequest request, StreamObserver<ListIntegrationsResponse> caller) {
    reply(
        caller, ListIntegrationsResponse.newBuilder().addAllIntegrations(sources.values()).build());
  }

  @Override
  public void listIntegrationsAndSecrets(
      ListIntegrationsAndSecretsRequest request,
      StreamObserver<ListIntegrationsAndSecretsResponse> caller) {
    var response = ListIntegrationsAndSecretsResponse.newBuilder();
    for (Integration source : sources.values()) {
      response.addIntegrations(withSecrets(source, true, request.getDecrypt()));
    }
    secrets
        .listed()
        .forEach(
            secret ->
                response.addCustomSecrets(
                    SecretWithValue.newBuilder().setId(secret.getId()).setName(secret.getName())));
    reply(caller, response.build());
  }

  @Override
  public void getIntegration(
      GetIntegrationRequest request, StreamObserver<GetIntegrationResponse> caller) {
    var response = GetIntegrationResponse.newBuilder();
    Optional.ofNullable(sources.get(request.getIntegrationId()))
        .ifPresent(found -> response.setIntegrationWithSecrets(withSecrets(found, false, true)));
    reply(caller, response.build());
  }

  private IntegrationWithSecrets withSecrets(
      Integration source, boolean withheldToo, boolean values) {
    var listed = IntegrationWithSecrets.newBuilder().setIntegration(source);
    configs
        .get(source.getId())
        .forEach(
            (key, value) -> {
              if (withheldToo || (value.hasLiteral() && !isSecret(source, key))) {
                var entry =
                    SecretWithValue.newBuilder()
                        .setName(key)
                        .setUpdatedAt(AT)
                        .setId(value.hasSecretId() ? value.getSecretId() : source.getId() + key)
                        .setFullName(source.getName() + "_" + key)
                        .setSource(SecretSource.SECRET_SOURCE_MANAGED);
                if (values && value.hasLiteral()) {
                  entry.setValue(value.getLiteral());
                }
                listed.addSecrets(entry);
              }
            });
    return listed.build();
  }

  @Override
  public void getIntegrationByName(
      GetIntegrationByNameRequest request, StreamObserver<GetIntegrationByNameResponse> caller) {
    var response = GetIntegrationByNameResponse.newBuilder();
    byName(request.getIntegrationName()).ifPresent(response::setIntegration);
    reply(caller, response.build());
  }

  @Override
  public void getIntegrationValue(
      GetIntegrationValueRequest request, StreamObserver<GetIntegrationValueResponse> caller) {
    var response = GetIntegrationValueResponse.newBuilder();
    Optional.ofNullable(configs.get(request.getIntegrationId()))
        .map(config -> config.get(request.getSecretName()))
        .filter(IntegrationConfigValue::hasLiteral)
        .ifPresent(
            value ->
                response.setSecretvalue(
                    SecretValue.newBuilder()
                        .setName(request.getSecretName())
                        .setValue(value.getLiteral())));
    reply(caller, response.build());
  }

  @Override
  public void insertIntegration(
      InsertIntegrationRequest request, StreamObserver<InsertIntegrationResponse> caller) {
    if (!request.getName().matches("\\w+")) {
      refuse(
          caller, Status.INVALID_ARGUMENT, "name: may hold letters, digits and underscores alone");
      return;
    }
    if (byName(request.getName()).isPresent()) {
      refuse(caller, Status.ALREADY_EXISTS, "name: there is a data source with this name");
      return;
    }
    List<String> missing =
        Catalogue.missing(kind(request.getIntegrationKind()), request.getConfigMap().keySet());
    if (!missing.isEmpty()) {
      refuse(caller, Status.INVALID_ARGUMENT, "config: lacks " + String.join(", ", missing));
      return;
    }
    Integration source =
        Integration.newBuilder()
            .setId("id-" + ids.incrementAndGet())
            .setName(request.getName())
            .setKind(request.getIntegrationKind())
            .setEnvironmentId("production")
            .setCreatedAt(AT)
            .setUpdatedAt(AT)
            .build();
    sources.put(source.getId(), source);
    configs.put(source.getId(), new TreeMap<>(request.getConfigMap()));
    reply(caller, InsertIntegrationResponse.newBuilder().setIntegration(source).build());
  }

  @Override
  public void updateIntegration(
      UpdateIntegrationRequest request, StreamObserver<UpdateIntegrationResponse> caller) {
    Integration source = sources.get(request.getIntegrationId());
    if (source == null) {
      refuse(caller, Status.NOT_FOUND, "there is no data source with this id");
      return;
    }
    if (!request.getName().isEmpty()) {
      source = source.toBuilder().setName(request.getName()).build();
      sources.put(source.getId(), source);
    }
    configs.get(source.getId()).putAll(request.getConfigMap());
    reply(caller, UpdateIntegrationResponse.newBuilder().setIntegration(source).build());
  }

  @Override
  public void deleteIntegration(
      DeleteIntegrationRequest request, StreamObserver<DeleteIntegrationResponse> caller) {
    sources.remove(request.getId());
    configs.remove(request.getId());
    reply(caller, DeleteIntegrationResponse.getDefaultInstance());
  }

  @Override
  public void testIntegration(
      TestIntegrationRequest request, StreamObserver<TestIntegrationResponse> caller) {
    var config = new TreeMap<String, IntegrationConfigValue>();
    if (request.hasIntegrationId()) {
      if (!configs.containsKey(request.getIntegrationId())) {
        refuse(caller, Status.NOT_FOUND, "there is no data source with this id");
        return;
      }
      config.putAll(configs.get(request.getIntegrationId()));
    }
    config.putAll(request.getConfigMap());
    boolean wrong = config.values().stream().anyMatch(value -> value.getLiteral().equals("wrong"));
    reply(
        caller,
        TestIntegrationResponse.newBuilder()
            .setSuccess(!wrong)
            .setMessage(wrong ? "the credential was refused" : "connected")
            .setLatencySeconds(0.25)
            .build());
  }

  @Override
  public void listDatasourcePermissionTags(
      ListDatasourcePermissionTagsRequest request,
      StreamObserver<ListDatasourcePermissionTagsResponse> caller) {
    reply(
        caller,
        ListDatasourcePermissionTagsResponse.newBuilder()
            .addAllDatasourcePermissionTags(tags.values())
            .build());
  }

  @Override
  public void getDatasourcePermissionTag(
      GetDatasourcePermissionTagRequest request,
      StreamObserver<GetDatasourcePermissionTagResponse> caller) {
    var response = GetDatasourcePermissionTagResponse.newBuilder();
    Optional.ofNullable(tags.get(request.getKind() + request.getName()))
        .ifPresent(response::setDatasourcePermissionTag);
    reply(caller, response.build());
  }

  @Override
  public void upsertDatasourcePermissionTag(
      UpsertDatasourcePermissionTagRequest request,
      StreamObserver<UpsertDatasourcePermissionTagResponse> caller) {
    tags.put(
        request.getKind() + request.getName(),
        DatasourcePermissionTag.newBuilder()
            .setKind(request.getKind())
            .setName(request.getName())
            .addAllPermissionTags(request.getPermissionTagsList())
            .setCreatedAt(AT)
            .setUpdatedAt(AT)
            .build());
    reply(caller, UpsertDatasourcePermissionTagResponse.getDefaultInstance());
  }

  @Override
  public void deleteDatasourcePermissionTag(
      DeleteDatasourcePermissionTagRequest request,
      StreamObserver<DeleteDatasourcePermissionTagResponse> caller) {
    tags.remove(request.getKind() + request.getName());
    reply(caller, DeleteDatasourcePermissionTagResponse.getDefaultInstance());
  }

  @Override
  public void listSnowflakeNamedStages(
      ListSnowflakeNamedStagesRequest request,
      StreamObserver<ListSnowflakeNamedStagesResponse> caller) {
    reply(
        caller,
        ListSnowflakeNamedStagesResponse.newBuilder()
            .addStages(SnowflakeNamedStage.newBuilder().setName("UNLOAD").setReference("UNLOAD"))
            .build());
  }

  private static boolean isSecret(Integration source, String key) {
    return Catalogue.isSecret(kind(source.getKind()), key);
  }

  private static Kind kind(com.chalk.server.v1.IntegrationKind kind) {
    return Kind.valueOf(kind.name().substring("INTEGRATION_KIND_".length()));
  }

  static <R> void reply(StreamObserver<R> caller, R response) {
    caller.onNext(response);
    caller.onCompleted();
  }

  static void refuse(StreamObserver<?> caller, Status status, String why) {
    caller.onError(status.withDescription(why).asRuntimeException());
  }
}
