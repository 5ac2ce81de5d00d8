package dev.rekey.api.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.chalk.server.v1.DeleteIntegrationRequest;
import com.chalk.server.v1.DeleteIntegrationResponse;
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
import com.chalk.server.v1.IntegrationKind;
import com.chalk.server.v1.IntegrationWarningCode;
import com.chalk.server.v1.ListIntegrationsRequest;
import com.chalk.server.v1.ListIntegrationsResponse;
import com.chalk.server.v1.SecretSource;
import com.chalk.server.v1.SecretWithValue;
import com.chalk.server.v1.UpdateIntegrationRequest;
import com.chalk.server.v1.UpdateIntegrationResponse;
import com.google.protobuf.util.Timestamps;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.InMemoryDataSources;
import dev.rekey.datasource.InMemoryEnvironmentSecrets;
import dev.rekey.datasource.InMemoryPermissionTags;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.testing.ManualClock;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class IntegrationsTest {
  private static final String NOON = "2026-01-01T12:00:00Z";
  private static final Map<String, IntegrationConfigValue> CONFIG =
      Map.of(
          "PGHOST", literal("db.example"),
          "PGPORT", literal("5432"),
          "PGDATABASE", literal("shop"),
          "PGUSER", literal("reader"),
          "PGPASSWORD", literal("hunter2"),
          "PGSSLROOTCERT", reference("secret-1"));

  private final ManualClock clock = new ManualClock(Instant.parse(NOON));
  private final InMemoryDataSources dataSources = new InMemoryDataSources(clock);
  private final Integrations service =
      new Integrations(
          dataSources,
          DataSourceRules.DEFAULT,
          new InMemoryEnvironmentSecrets(InstantSource.fixed(Instant.EPOCH), dataSources),
          new InMemoryPermissionTags(InstantSource.fixed(Instant.EPOCH)));

  // Insert result; environment_id echo
  @Test
  void insertAnswersTheWholeIntegration() {
    Integration inserted = insert("shop");

    assertThat(inserted.getId()).isNotEmpty();
    assertThat(inserted)
        .isEqualTo(
            Integration.newBuilder()
                .setId(dataSources.list("blue").getFirst().id())
                .setName("shop")
                .setKind(IntegrationKind.INTEGRATION_KIND_POSTGRESQL)
                .setEnvironmentId("blue")
                .setCreatedAt(Timestamps.parseUnchecked(NOON))
                .setUpdatedAt(Timestamps.parseUnchecked(NOON))
                .build());
  }

  // Audit
  @Test
  void insertIsAuditedWithTheClientAndTheKeys() {
    insert("shop");

    assertThat(dataSources.list("blue", Optional.empty(), 10))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.actor().name()).isEqualTo("client/ci");
              assertThat(entry.action()).isEqualTo("create");
              assertThat(entry.keys()).containsExactlyElementsOf(new TreeSet<>(CONFIG.keySet()));
            });
  }

  // Duplicate names
  @Test
  void nameThatIsTakenAlreadyExists() {
    insert("shop");

    assertThat(tryInsert("shop", CONFIG).status().getCode()).isEqualTo(Status.Code.ALREADY_EXISTS);
    assertThat(tryInsert("shop", CONFIG).status().getDescription())
        .isEqualTo("name: there is a data source shop already");
    assertThat(dataSources.list("blue")).hasSize(1);
  }

  // Error codes seen
  @Test
  void missingKeysAreNamedAllAtOnce() {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> tryInsert("shop", Map.of("PGHOST", literal("h"), "PGPORT", literal("1"))))
        .withMessage("config: POSTGRESQL also needs PGDATABASE, PGUSER");
    assertThat(dataSources.list("blue")).isEmpty();
  }

  // literal vs secret_id
  @Test
  void configValueWithNeitherIsRefusedByKey() {
    Map<String, IntegrationConfigValue> config = new HashMap<>(CONFIG);
    config.put("PGHOST", IntegrationConfigValue.getDefaultInstance());

    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> tryInsert("shop", config))
        .returns("config.PGHOST", InvalidFieldException::field);
  }

  // GetIntegration secrets; What is withheld; full_name; secret_id entries
  @Test
  void getDisclosesLiteralsAndLeavesOutSecretsAndReferences() {
    Integration inserted = insert("shop");

    GetIntegrationResponse response = get(inserted.getId());

    assertThat(response.getIntegrationWithSecrets().getIntegration()).isEqualTo(inserted);
    assertThat(response.getIntegrationWithSecrets().getSecretsList())
        .extracting(SecretWithValue::getName)
        .containsExactly("PGDATABASE", "PGHOST", "PGPORT", "PGUSER");
    assertThat(response.getIntegrationWithSecrets().getSecrets(1))
        .isEqualTo(
            SecretWithValue.newBuilder()
                .setId(inserted.getId() + "/PGHOST")
                .setUpdatedAt(Timestamps.parseUnchecked(NOON))
                .setName("PGHOST")
                .setFullName("shop_PGHOST")
                .setValue("db.example")
                .setSource(SecretSource.SECRET_SOURCE_MANAGED)
                .build());
  }

  // GetIntegration, unknown id
  @Test
  void unknownIdsNamesAndKeysAreEmptyAndNoError() {
    String id = insert("shop").getId();

    assertThat(get("no-such-id")).isEqualTo(GetIntegrationResponse.getDefaultInstance());
    assertThat(byName("no_such_name")).isEqualTo(GetIntegrationByNameResponse.getDefaultInstance());
    assertThat(value("no-such-id", "PGHOST").hasSecretvalue()).isFalse();
    assertThat(value(id, "NO_SUCH_KEY").hasSecretvalue()).isFalse();
  }

  @Test
  void integrationsOfAnotherEnvironmentAreUnknown() {
    String id = insert("shop").getId();

    Recorded<GetIntegrationResponse> foreign =
        Recorded.call(
            "green",
            caller ->
                service.getIntegration(
                    GetIntegrationRequest.newBuilder().setIntegrationId(id).build(), caller));

    assertThat(foreign.response()).isEqualTo(GetIntegrationResponse.getDefaultInstance());
  }

  // GetIntegrationValue
  @Test
  void valueOfAWithheldKeyIsGivenWhenItIsAskedFor() {
    GetIntegrationValueResponse response = value(insert("shop").getId(), "PGPASSWORD");

    assertThat(response.getSecretvalue().getName()).isEqualTo("PGPASSWORD");
    assertThat(response.getSecretvalue().getValue()).isEqualTo("hunter2");
  }

  @Test
  void valueOfAKeyGivenBySecretIdIsNotGiven() {
    assertThat(value(insert("shop").getId(), "PGSSLROOTCERT").hasSecretvalue()).isFalse();
  }

  @Test
  void valuesComeBackByteForByte() {
    String odd = " 5432\t\r\n{\"a\": \"é €  \"}\u0000 ";
    Map<String, IntegrationConfigValue> config = new HashMap<>(CONFIG);
    config.put("ENGINE_ARGUMENTS", literal(odd));

    String id = tryInsert("shop", config).response().getIntegration().getId();

    assertThat(value(id, "ENGINE_ARGUMENTS").getSecretvalue().getValue()).isEqualTo(odd);
  }

  @Test
  void integrationIsFoundByName() {
    assertThat(byName("shop").hasIntegration()).isFalse();

    Integration inserted = insert("shop");

    assertThat(byName("shop").getIntegration()).isEqualTo(inserted);
  }

  @Test
  void listHoldsTheIntegrationsOfTheEnvironmentByName() {
    insert("b");
    insert("a");

    assertThat(list("blue").getIntegrationsList())
        .extracting(Integration::getName)
        .containsExactly("a", "b");
    assertThat(list("green").getIntegrationsList()).isEmpty();
  }

  // Warnings
  @Test
  void snowflakeWithoutAPlaceToUnloadToComesWithAWarning() {
    Map<String, IntegrationConfigValue> config =
        Map.of(
            "SNOWFLAKE_ACCOUNT", literal("org-account"),
            "SNOWFLAKE_USER", literal("reader"),
            "SNOWFLAKE_UNLOAD_STAGE", literal("stage"));
    insert("shop");
    insert(IntegrationKind.INTEGRATION_KIND_SNOWFLAKE, "unloading", config);
    Map<String, IntegrationConfigValue> without = new HashMap<>(config);
    without.remove("SNOWFLAKE_UNLOAD_STAGE");

    Integration warned = insert(IntegrationKind.INTEGRATION_KIND_SNOWFLAKE, "warned", without);

    assertThat(warned.getWarningsList())
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.getCode())
                  .isEqualTo(
                      IntegrationWarningCode
                          .INTEGRATION_WARNING_CODE_SNOWFLAKE_UNLOAD_NOT_CONFIGURED);
              assertThat(warning.getConfigKeysList()).containsExactly("SNOWFLAKE_UNLOAD_STAGE");
            });
    assertThat(list("blue").getIntegrationsList())
        .filteredOn(each -> each.getWarningsCount() > 0)
        .containsExactly(warned);
    assertThat(get(warned.getId()).getIntegrationWithSecrets().getIntegration()).isEqualTo(warned);
    assertThat(byName("warned").getIntegration()).isEqualTo(warned);
    assertThat(update(warned.getId(), "", Map.of()).response().getIntegration()).isEqualTo(warned);
  }

  // Deprecated environment_variables
  @Test
  @SuppressWarnings("deprecation")
  void environmentVariablesAreLiteralsAndConfigWinsOverThem() {
    InsertIntegrationRequest request =
        InsertIntegrationRequest.newBuilder()
            .setName("shop")
            .setIntegrationKind(IntegrationKind.INTEGRATION_KIND_POSTGRESQL)
            .putAllEnvironmentVariables(
                Map.of("PGHOST", "old", "PGPORT", "1", "PGDATABASE", "d", "PGUSER", "u"))
            .putConfig("PGHOST", literal("new"))
            .build();

    Recorded<InsertIntegrationResponse> inserted =
        Recorded.call("blue", caller -> service.insertIntegration(request, caller));

    String id = inserted.response().getIntegration().getId();
    assertThat(value(id, "PGHOST").getSecretvalue().getValue()).isEqualTo("new");
    assertThat(value(id, "PGPORT").getSecretvalue().getValue()).isEqualTo("1");
  }

  // Update: config; Update: response
  @Test
  void updateChangesTheGivenKeysAlone() {
    String id = insert("shop").getId();
    clock.advance(Duration.ofMinutes(1));

    Integration updated =
        update(id, "", Map.of("PGPASSWORD", literal("hunter3"), "PGUSER", literal("reader")))
            .response()
            .getIntegration();

    assertThat(updated.getName()).isEqualTo("shop");
    assertThat(updated.getUpdatedAt()).isEqualTo(Timestamps.parseUnchecked("2026-01-01T12:01:00Z"));
    assertThat(value(id, "PGPASSWORD").getSecretvalue().getValue()).isEqualTo("hunter3");
    assertThat(value(id, "PGHOST").getSecretvalue().getValue()).isEqualTo("db.example");
    assertThat(get(id).getIntegrationWithSecrets().getSecretsList())
        .allSatisfy(
            secret -> assertThat(secret.getUpdatedAt()).isEqualTo(Timestamps.parseUnchecked(NOON)));
  }

  // Update: name
  @Test
  void updateWithANameRenamesAndKeepsTheConfig() {
    String id = insert("shop").getId();

    update(id, "store", Map.of());

    assertThat(byName("store").getIntegration().getId()).isEqualTo(id);
    assertThat(byName("shop").hasIntegration()).isFalse();
    assertThat(value(id, "PGPASSWORD").getSecretvalue().getValue()).isEqualTo("hunter2");
  }

  @Test
  void updateToATakenNameAlreadyExistsAndChangesNothing() {
    insert("store");
    String id = insert("shop").getId();

    Status status = update(id, "store", Map.of("PGPASSWORD", literal("x"))).status();

    assertThat(status.getCode()).isEqualTo(Status.Code.ALREADY_EXISTS);
    assertThat(value(id, "PGPASSWORD").getSecretvalue().getValue()).isEqualTo("hunter2");
  }

  @Test
  void updateOfAnUnknownIdIsNotFound() {
    assertThat(update("no-such-id", "shop", Map.of()).status().getCode())
        .isEqualTo(Status.Code.NOT_FOUND);
  }

  // Delete
  @Test
  void deleteRemovesAndAnUnknownIdIsNoError() {
    String id = insert("shop").getId();

    assertThat(delete(id).status().isOk()).isTrue();
    assertThat(get(id).hasIntegrationWithSecrets()).isFalse();
    assertThat(delete(id).status().isOk()).isTrue();
  }

  private Integration insert(String name) {
    return tryInsert(name, CONFIG).response().getIntegration();
  }

  private Integration insert(
      IntegrationKind kind, String name, Map<String, IntegrationConfigValue> config) {
    return tryInsert(kind, name, config).response().getIntegration();
  }

  private Recorded<InsertIntegrationResponse> tryInsert(
      String name, Map<String, IntegrationConfigValue> config) {
    return tryInsert(IntegrationKind.INTEGRATION_KIND_POSTGRESQL, name, config);
  }

  private Recorded<InsertIntegrationResponse> tryInsert(
      IntegrationKind kind, String name, Map<String, IntegrationConfigValue> config) {
    InsertIntegrationRequest request =
        InsertIntegrationRequest.newBuilder()
            .setName(name)
            .setIntegrationKind(kind)
            .putAllConfig(config)
            .build();
    return Recorded.call("blue", caller -> service.insertIntegration(request, caller));
  }

  private Recorded<UpdateIntegrationResponse> update(
      String id, String name, Map<String, IntegrationConfigValue> config) {
    UpdateIntegrationRequest request =
        UpdateIntegrationRequest.newBuilder()
            .setIntegrationId(id)
            .setName(name)
            .putAllConfig(config)
            .build();
    return Recorded.call("blue", caller -> service.updateIntegration(request, caller));
  }

  private Recorded<DeleteIntegrationResponse> delete(String id) {
    DeleteIntegrationRequest request = DeleteIntegrationRequest.newBuilder().setId(id).build();
    return Recorded.call("blue", caller -> service.deleteIntegration(request, caller));
  }

  private GetIntegrationResponse get(String id) {
    GetIntegrationRequest request = GetIntegrationRequest.newBuilder().setIntegrationId(id).build();
    return Recorded.<GetIntegrationResponse>call(
            "blue", caller -> service.getIntegration(request, caller))
        .response();
  }

  private GetIntegrationByNameResponse byName(String name) {
    GetIntegrationByNameRequest request =
        GetIntegrationByNameRequest.newBuilder().setIntegrationName(name).build();
    return Recorded.<GetIntegrationByNameResponse>call(
            "blue", caller -> service.getIntegrationByName(request, caller))
        .response();
  }

  private GetIntegrationValueResponse value(String id, String key) {
    GetIntegrationValueRequest request =
        GetIntegrationValueRequest.newBuilder().setIntegrationId(id).setSecretName(key).build();
    return Recorded.<GetIntegrationValueResponse>call(
            "blue", caller -> service.getIntegrationValue(request, caller))
        .response();
  }

  private ListIntegrationsResponse list(String environment) {
    return Recorded.<ListIntegrationsResponse>call(
            environment,
            caller ->
                service.listIntegrations(ListIntegrationsRequest.getDefaultInstance(), caller))
        .response();
  }

  private static IntegrationConfigValue literal(String value) {
    return IntegrationConfigValue.newBuilder().setLiteral(value).build();
  }

  private static IntegrationConfigValue reference(String secretId) {
    return IntegrationConfigValue.newBuilder().setSecretId(secretId).build();
  }
}
