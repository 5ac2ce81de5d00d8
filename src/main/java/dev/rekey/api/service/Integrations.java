package dev.rekey.api.service;

import static dev.rekey.api.service.Replies.refuse;
import static dev.rekey.api.service.Replies.reply;

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
import com.chalk.server.v1.IntegrationsServiceGrpc;
import com.chalk.server.v1.ListDatasourcePermissionTagsRequest;
import com.chalk.server.v1.ListDatasourcePermissionTagsResponse;
import com.chalk.server.v1.ListIntegrationsAndSecretsRequest;
import com.chalk.server.v1.ListIntegrationsAndSecretsResponse;
import com.chalk.server.v1.ListIntegrationsRequest;
import com.chalk.server.v1.ListIntegrationsResponse;
import com.chalk.server.v1.ListSnowflakeNamedStagesRequest;
import com.chalk.server.v1.ListSnowflakeNamedStagesResponse;
import com.chalk.server.v1.TestIntegrationRequest;
import com.chalk.server.v1.TestIntegrationResponse;
import com.chalk.server.v1.UpdateIntegrationRequest;
import com.chalk.server.v1.UpdateIntegrationResponse;
import com.chalk.server.v1.UpsertDatasourcePermissionTagRequest;
import com.chalk.server.v1.UpsertDatasourcePermissionTagResponse;
import dev.rekey.api.access.Caller;
import dev.rekey.api.call.CallFacts;
import dev.rekey.connector.StageConnector.Listed;
import dev.rekey.connector.StageConnector.NotListed;
import dev.rekey.connector.StreamConnector.Preview;
import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Catalogue;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.ConfigWarning;
import dev.rekey.datasource.ConfiguredDataSource;
import dev.rekey.datasource.CreateResult;
import dev.rekey.datasource.DataSource;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.DataSources;
import dev.rekey.datasource.EnvironmentSecrets;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.datasource.Kind;
import dev.rekey.datasource.PermissionTags;
import dev.rekey.datasource.TestReport;
import dev.rekey.datasource.TestRequest;
import dev.rekey.datasource.UpdateResult;
import dev.rekey.rotation.ParkedRotations;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The data sources of the caller's environment. An unknown id is no error where something is read
 * or deleted: clients tell "gone" from "failed" by it.
 */
public final class Integrations extends IntegrationsServiceGrpc.IntegrationsServiceImplBase {
  /** How many messages a test shows. */
  private static final int PREVIEWED = 5;

  private final DataSources dataSources;
  private final DataSourceRules rules;
  private final EnvironmentSecrets secrets;
  private final Tags tags;
  private final ParkedRotations parked;

  /** Where nothing waits for a data source to answer. */
  public Integrations(
      DataSources dataSources,
      DataSourceRules rules,
      EnvironmentSecrets secrets,
      PermissionTags tags) {
    this(dataSources, rules, secrets, tags, answering -> {});
  }

  /**
   * @param parked is told which data sources have answered
   */
  public Integrations(
      DataSources dataSources,
      DataSourceRules rules,
      EnvironmentSecrets secrets,
      PermissionTags tags,
      ParkedRotations parked) {
    this.parked = parked;
    this.dataSources = dataSources;
    this.rules = rules;
    this.secrets = secrets;
    this.tags = new Tags(tags);
  }

  @Override
  public void listIntegrations(
      ListIntegrationsRequest request, StreamObserver<ListIntegrationsResponse> caller) {
    String environment = Caller.current().environment();
    List<DataSource> all = dataSources.list(environment);
    Map<String, Set<String>> keys = keysToWarnOf(environment, all);
    ListIntegrationsResponse.Builder response = ListIntegrationsResponse.newBuilder();
    for (DataSource each : all) {
      response.addIntegrations(
          IntegrationMapper.integration(each, keys.getOrDefault(each.id(), Set.of())));
    }
    reply(caller, response.build());
  }

  /** Asked for only where there is a data source whose keys say something: most lists have none. */
  private Map<String, Set<String>> keysToWarnOf(String environment, List<DataSource> all) {
    Map<String, Set<String>> keys = new HashMap<>();
    for (Kind kind : ConfigWarning.KINDS) {
      if (all.stream().anyMatch(each -> each.kind() == kind)) {
        keys.putAll(dataSources.keys(environment, kind));
      }
    }
    return keys;
  }

  @Override
  public void listIntegrationsAndSecrets(
      ListIntegrationsAndSecretsRequest request,
      StreamObserver<ListIntegrationsAndSecretsResponse> caller) {
    String environment = Caller.current().environment();
    ListIntegrationsAndSecretsResponse.Builder response =
        ListIntegrationsAndSecretsResponse.newBuilder();
    for (ConfiguredDataSource each : dataSources.all(environment)) {
      response.addIntegrations(
          IntegrationMapper.integrationWithSecrets(
              each, ConfigMapper.all(each, request.getDecrypt())));
    }
    secrets.values(environment).stream()
        .map(each -> SecretMapper.withValue(each, request.getDecrypt()))
        .forEach(response::addCustomSecrets);
    reply(caller, response.build());
  }

  @Override
  public void getIntegration(
      GetIntegrationRequest request, StreamObserver<GetIntegrationResponse> caller) {
    GetIntegrationResponse.Builder response = GetIntegrationResponse.newBuilder();
    find(request.getIntegrationId())
        .map(
            found -> IntegrationMapper.integrationWithSecrets(found, ConfigMapper.disclosed(found)))
        .ifPresent(response::setIntegrationWithSecrets);
    reply(caller, response.build());
  }

  @Override
  public void getIntegrationByName(
      GetIntegrationByNameRequest request, StreamObserver<GetIntegrationByNameResponse> caller) {
    CallFacts.current().subject(request.getIntegrationName());
    GetIntegrationByNameResponse.Builder response = GetIntegrationByNameResponse.newBuilder();
    dataSources
        .find(new DataSourceRef(Caller.current().environment(), request.getIntegrationName()))
        .map(IntegrationMapper::integration)
        .ifPresent(response::setIntegration);
    reply(caller, response.build());
  }

  @Override
  public void getIntegrationValue(
      GetIntegrationValueRequest request, StreamObserver<GetIntegrationValueResponse> caller) {
    GetIntegrationValueResponse.Builder response = GetIntegrationValueResponse.newBuilder();
    find(request.getIntegrationId())
        .flatMap(found -> ConfigMapper.value(found, request.getSecretName()))
        .ifPresent(
            value -> {
              CallFacts.current().keys(List.of(value.getName()));
              response.setSecretvalue(value);
            });
    reply(caller, response.build());
  }

  @Override
  @SuppressWarnings("deprecation") // clients may still send environment_variables
  public void insertIntegration(
      InsertIntegrationRequest request, StreamObserver<InsertIntegrationResponse> caller) {
    rules.checkName(request.getName());
    CallFacts.current().subject(request.getName());
    Kind kind = Kinds.require(request.getIntegrationKind(), "integration_kind");
    Map<String, ConfigValue> config =
        ConfigMapper.read(request.getEnvironmentVariablesMap(), request.getConfigMap());
    check(config);
    checkComplete(kind, config);
    Caller who = Caller.current();
    DataSourceRef ref = new DataSourceRef(who.environment(), request.getName());
    switch (dataSources.create(ref, kind, config, who.actor())) {
      case CreateResult.Created(DataSource created) ->
          reply(
              caller,
              InsertIntegrationResponse.newBuilder()
                  .setIntegration(IntegrationMapper.integration(created, config.keySet()))
                  .build());
      case CreateResult.NameTaken(String name) -> refuseName(caller, name);
    }
  }

  @Override
  @SuppressWarnings("deprecation") // clients may still send environment_variables
  public void updateIntegration(
      UpdateIntegrationRequest request, StreamObserver<UpdateIntegrationResponse> caller) {
    Optional<String> name = Optional.of(request.getName()).filter(given -> !given.isEmpty());
    name.ifPresent(rules::checkName);
    CallFacts.current().subject(request.getIntegrationId());
    Map<String, ConfigValue> config =
        ConfigMapper.read(request.getEnvironmentVariablesMap(), request.getConfigMap());
    check(config);
    Caller who = Caller.current();
    switch (dataSources.update(
        who.environment(), request.getIntegrationId(), name, config, who.actor())) {
      case UpdateResult.Updated(DataSource updated) ->
          reply(
              caller,
              UpdateIntegrationResponse.newBuilder()
                  .setIntegration(
                      IntegrationMapper.integration(
                          updated,
                          keysToWarnOf(who.environment(), List.of(updated))
                              .getOrDefault(updated.id(), Set.of())))
                  .build());
      case UpdateResult.NameTaken(String taken) -> refuseName(caller, taken);
      case UpdateResult.NotFound() -> refuseId(caller);
    }
  }

  @Override
  public void deleteIntegration(
      DeleteIntegrationRequest request, StreamObserver<DeleteIntegrationResponse> caller) {
    CallFacts.current().subject(request.getId());
    Caller who = Caller.current();
    dataSources.delete(who.environment(), request.getId(), who.actor());
    reply(caller, DeleteIntegrationResponse.getDefaultInstance());
  }

  @Override
  @SuppressWarnings("deprecation") // clients may still send environment_variables
  public void testIntegration(
      TestIntegrationRequest request, StreamObserver<TestIntegrationResponse> caller) {
    Map<String, ConfigValue> config =
        ConfigMapper.read(request.getEnvironmentVariablesMap(), request.getConfigMap());
    check(config);
    CallFacts.current().subject(request.getIntegrationId());
    TestRequest test =
        request.getIntegrationId().isEmpty()
            ? new TestRequest.Unsaved(
                Caller.current().environment(), Kinds.require(request.getKind(), "kind"), config)
            : saved(request, config);
    if (Disclosure.isRefused(test, Caller.current())) {
      refuse(caller, Status.PERMISSION_DENIED, Disclosure.REFUSED);
      return;
    }
    dataSources
        .test(test)
        .ifPresentOrElse(
            report -> {
              goOn(test, report);
              reply(caller, IntegrationMapper.response(report, preview(request, test, report)));
            },
            () -> refuseId(caller));
  }

  /** What waits for a data source goes on when it is seen to answer as it is. */
  private void goOn(TestRequest test, TestReport report) {
    if (test instanceof TestRequest.Saved saved
        && saved.config().isEmpty()
        && report.result().answered()) {
      dataSources
          .find(saved.environment(), saved.id())
          .ifPresent(found -> parked.reachable(List.of(found.dataSource().ref())));
    }
  }

  /** Messages are looked at only where they are asked for, and only where the test passed. */
  private Optional<Preview> preview(
      TestIntegrationRequest request, TestRequest test, TestReport report) {
    return request.getIncludePreview() && report.result() instanceof TestResult.Passed
        ? dataSources.preview(test, PREVIEWED)
        : Optional.empty();
  }

  @Override
  public void listSnowflakeNamedStages(
      ListSnowflakeNamedStagesRequest request,
      StreamObserver<ListSnowflakeNamedStagesResponse> caller) {
    Map<String, ConfigValue> config = ConfigMapper.read(Map.of(), request.getConfigMap());
    check(config);
    CallFacts.current().subject(request.getIntegrationId());
    TestRequest asked =
        request.getIntegrationId().isEmpty()
            ? new TestRequest.Unsaved(Caller.current().environment(), Kind.SNOWFLAKE, config)
            : new TestRequest.Saved(
                Caller.current().environment(), request.getIntegrationId(), config);
    if (Disclosure.isRefused(asked, Caller.current())) {
      refuse(caller, Status.PERMISSION_DENIED, Disclosure.REFUSED);
      return;
    }
    dataSources
        .stages(asked)
        .ifPresentOrElse(
            stages -> {
              switch (stages) {
                case Listed listed -> reply(caller, StageMapper.response(listed));
                case NotListed(TestResult why) ->
                    refuse(caller, StageMapper.status(why), why.message());
              }
            },
            () -> refuseId(caller));
  }

  @Override
  public void listDatasourcePermissionTags(
      ListDatasourcePermissionTagsRequest request,
      StreamObserver<ListDatasourcePermissionTagsResponse> caller) {
    reply(caller, tags.list());
  }

  @Override
  public void getDatasourcePermissionTag(
      GetDatasourcePermissionTagRequest request,
      StreamObserver<GetDatasourcePermissionTagResponse> caller) {
    reply(caller, tags.get(request));
  }

  @Override
  public void upsertDatasourcePermissionTag(
      UpsertDatasourcePermissionTagRequest request,
      StreamObserver<UpsertDatasourcePermissionTagResponse> caller) {
    tags.put(request);
    reply(caller, UpsertDatasourcePermissionTagResponse.getDefaultInstance());
  }

  @Override
  public void deleteDatasourcePermissionTag(
      DeleteDatasourcePermissionTagRequest request,
      StreamObserver<DeleteDatasourcePermissionTagResponse> caller) {
    tags.delete(request);
    reply(caller, DeleteDatasourcePermissionTagResponse.getDefaultInstance());
  }

  private void check(Map<String, ConfigValue> config) {
    rules.checkConfig(config);
    CallFacts.current().keys(config.keySet());
  }

  private static void checkComplete(Kind kind, Map<String, ConfigValue> config) {
    List<String> missing = Catalogue.missing(kind, config.keySet());
    if (!missing.isEmpty()) {
      throw new InvalidFieldException("config", kind + " also needs " + String.join(", ", missing));
    }
  }

  private TestRequest saved(TestIntegrationRequest request, Map<String, ConfigValue> config) {
    Optional<Kind> kind = Kinds.of(request.getKind(), "kind");
    if (kind.isPresent()
        && find(request.getIntegrationId()).stream()
            .anyMatch(found -> found.dataSource().kind() != kind.get())) {
      throw new InvalidFieldException("kind", "is not the kind of the data source");
    }
    return new TestRequest.Saved(
        Caller.current().environment(), request.getIntegrationId(), config);
  }

  private Optional<ConfiguredDataSource> find(String id) {
    CallFacts.current().subject(id);
    return dataSources.find(Caller.current().environment(), id);
  }

  private static void refuseName(StreamObserver<?> caller, String name) {
    refuse(caller, Status.ALREADY_EXISTS, "name: there is a data source " + name + " already");
  }

  private static void refuseId(StreamObserver<?> caller) {
    refuse(caller, Status.NOT_FOUND, "integration_id: there is no such data source");
  }
}
