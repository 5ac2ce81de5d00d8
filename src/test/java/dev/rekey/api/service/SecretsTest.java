package dev.rekey.api.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.chalk.server.v1.DeleteSecretRequest;
import com.chalk.server.v1.DeleteSecretResponse;
import com.chalk.server.v1.GetAllSecretValuesRequest;
import com.chalk.server.v1.GetAllSecretValuesResponse;
import com.chalk.server.v1.GetSecretValueRequest;
import com.chalk.server.v1.GetSecretValueResponse;
import com.chalk.server.v1.ListIntegrationsAndSecretsRequest;
import com.chalk.server.v1.ListIntegrationsAndSecretsResponse;
import com.chalk.server.v1.ListSecretsRequest;
import com.chalk.server.v1.Secret;
import com.chalk.server.v1.SecretConfigValue;
import com.chalk.server.v1.SecretScope;
import com.chalk.server.v1.SecretScopeType;
import com.chalk.server.v1.SecretSource;
import com.chalk.server.v1.SecretWithValue;
import com.chalk.server.v1.UpsertSecretRequest;
import com.chalk.server.v1.UpsertSecretResponse;
import com.google.protobuf.util.Timestamps;
import dev.rekey.datasource.Actor;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.InMemoryDataSources;
import dev.rekey.datasource.InMemoryEnvironmentSecrets;
import dev.rekey.datasource.InMemoryPermissionTags;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.datasource.Kind;
import dev.rekey.testing.ManualClock;
import io.grpc.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Section 1.4 of the wire contract, and the rows of section 3 on secrets, each named above its
 * test.
 */
class SecretsTest {
  private static final String NOON = "2026-01-01T12:00:00Z";
  private static final SecretScope NOTEBOOK =
      SecretScope.newBuilder()
          .setType(SecretScopeType.SECRET_SCOPE_TYPE_NOTEBOOK)
          .setRef("n1")
          .build();

  private final ManualClock clock = new ManualClock(Instant.parse(NOON));
  private final InMemoryDataSources dataSources = new InMemoryDataSources(clock);
  private final InMemoryEnvironmentSecrets held =
      new InMemoryEnvironmentSecrets(clock, dataSources);
  private final Secrets service = new Secrets(held);
  private final Integrations integrations =
      new Integrations(
          dataSources, DataSourceRules.DEFAULT, held, new InMemoryPermissionTags(clock));

  @Test
  void upsertAnswersTheSecretWithoutItsValue() {
    Secret put = put("DB_PASSWORD", "hunter2");

    assertThat(put.getId()).isNotEmpty();
    assertThat(put)
        .isEqualTo(
            Secret.newBuilder()
                .setId(put.getId())
                .setName("DB_PASSWORD")
                .setUpdatedAt(Timestamps.parseUnchecked(NOON))
                .setSource(SecretSource.SECRET_SOURCE_MANAGED)
                .build());
  }

  @Test
  @SuppressWarnings("deprecation") // clients may still send value
  void olderFormOfTheValueIsTakenToo() {
    Secret put =
        put(UpsertSecretRequest.newBuilder().setName("DB_PASSWORD").setValue("hunter2").build())
            .response()
            .getSecrets(0);

    assertThat(value("blue", put.getId()).getSecretValue().getValue()).isEqualTo("hunter2");
  }

  @Test
  void secretWithoutAValueAndOneThatIsKeptElsewhereAreRefused() {
    UpsertSecretRequest.Builder request = UpsertSecretRequest.newBuilder().setName("DB_PASSWORD");

    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> put(request.build()))
        .withMessage("config: has no value: set literal");
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(
            () ->
                put(
                    request
                        .setConfig(SecretConfigValue.newBuilder().setSecretId("elsewhere"))
                        .build()))
        .withMessageStartingWith("config.secret_id: is not taken");
    assertThat(held.list("blue")).isEmpty();
  }

  @Test
  void valueIsToldInItsEnvironmentAlone() {
    String id = put("DB_PASSWORD", "hunter2").getId();

    assertThat(value("blue", id).getSecretValue().getValue()).isEqualTo("hunter2");
    assertThat(value("green", id)).isEqualTo(GetSecretValueResponse.getDefaultInstance());
    assertThat(value("blue", "none")).isEqualTo(GetSecretValueResponse.getDefaultInstance());
  }

  @Test
  void scopedSecretsAreListedWhenAskedFor() {
    Secret forAll = put("DB_PASSWORD", "hunter2");
    Secret forOne =
        put(request("DB_PASSWORD", "hunter3").setScope(NOTEBOOK).build()).response().getSecrets(0);

    assertThat(forOne.getScope()).isEqualTo(NOTEBOOK);
    assertThat(list(false)).containsExactly(forAll);
    assertThat(list(true)).containsExactlyInAnyOrder(forAll, forOne);
  }

  @Test
  void allValuesComeByName() {
    put("DB_PASSWORD", "hunter2");
    put("API_KEY", "canary");
    put(request("DB_PASSWORD", "hunter3").setScope(NOTEBOOK).build());

    assertThat(
            Recorded.<GetAllSecretValuesResponse>call(
                    "blue",
                    caller ->
                        service.getAllSecretValues(
                            GetAllSecretValuesRequest.getDefaultInstance(), caller))
                .response()
                .getValuesMap())
        .isEqualTo(Map.of("DB_PASSWORD", "hunter2", "API_KEY", "canary"));
  }

  @Test
  void secretThatIsReferredToStaysAndItsUsersAreNamed() {
    refer("shop", put("DB_PASSWORD", "hunter2").getId());

    Recorded<DeleteSecretResponse> deleted = delete("DB_PASSWORD");

    assertThat(deleted.status())
        .returns(Status.Code.FAILED_PRECONDITION, Status::getCode)
        .returns(
            "name: these data sources refer to the secret: shop; give them another value first",
            Status::getDescription);
    assertThat(held.list("blue")).hasSize(1);
  }

  @Test
  void deletedSecretIsAnsweredAndAnUnknownOneIsNoError() {
    Secret put = put("DB_PASSWORD", "hunter2");

    assertThat(delete("DB_PASSWORD").response().getSecretsList()).containsExactly(put);
    assertThat(delete("DB_PASSWORD").response())
        .isEqualTo(DeleteSecretResponse.getDefaultInstance());
  }

  // ListIntegrationsAndSecrets
  @Test
  void everythingIsListedWithoutAValueUnlessItIsAskedFor() {
    put("API_KEY", "canary");
    String password = put("DB_PASSWORD", "canary").getId();
    refer("shop", password);

    ListIntegrationsAndSecretsResponse plain = everything(false);

    assertThat(plain.getIntegrations(0).getIntegration().getName()).isEqualTo("shop");
    assertThat(plain.getIntegrations(0).getSecretsList())
        .extracting(SecretWithValue::getName)
        .containsExactly("PGDATABASE", "PGHOST", "PGPASSWORD", "PGUSER", "TOKEN");
    assertThat(plain.getIntegrations(0).getSecrets(2).getId())
        .as("what refers to a secret has the id of that")
        .isEqualTo(password);
    assertThat(plain.getCustomSecretsList())
        .extracting(SecretWithValue::getName)
        .containsExactly("API_KEY", "DB_PASSWORD");
    assertThat(plain.toString()).doesNotContain("canary");
    assertThat(plain.getIntegrations(0).getSecretsList()).noneMatch(SecretWithValue::hasValue);
  }

  // ListIntegrationsAndSecrets
  @Test
  void decryptTellsWithheldValuesToo() {
    put("API_KEY", "hunter2");
    refer("shop", put("DB_PASSWORD", "unused").getId());

    ListIntegrationsAndSecretsResponse decrypted = everything(true);

    assertThat(decrypted.getIntegrations(0).getSecretsList())
        .filteredOn(each -> each.getName().equals("TOKEN"))
        .extracting(SecretWithValue::getValue)
        .containsExactly("canary");
    assertThat(decrypted.getCustomSecrets(0).getValue()).isEqualTo("hunter2");
  }

  private ListIntegrationsAndSecretsResponse everything(boolean decrypt) {
    return Recorded.<ListIntegrationsAndSecretsResponse>call(
            "blue",
            caller ->
                integrations.listIntegrationsAndSecrets(
                    ListIntegrationsAndSecretsRequest.newBuilder().setDecrypt(decrypt).build(),
                    caller))
        .response();
  }

  /** Makes a data source whose password is a secret, and which has a token of its own. */
  private void refer(String name, String secretId) {
    Object _ =
        dataSources.create(
            new DataSourceRef("blue", name),
            Kind.POSTGRESQL,
            Map.of(
                "PGHOST", literal("h"),
                "PGDATABASE", literal("d"),
                "PGUSER", literal("u"),
                "TOKEN", literal("canary"),
                "PGPASSWORD", new ConfigValue.Reference(secretId)),
            Actor.client("ci"));
  }

  private static ConfigValue literal(String value) {
    return new ConfigValue.Literal(dev.rekey.secret.Secret.of(value));
  }

  private static UpsertSecretRequest.Builder request(String name, String value) {
    return UpsertSecretRequest.newBuilder()
        .setName(name)
        .setConfig(SecretConfigValue.newBuilder().setLiteral(value));
  }

  private Secret put(String name, String value) {
    return put(request(name, value).build()).response().getSecrets(0);
  }

  private Recorded<UpsertSecretResponse> put(UpsertSecretRequest request) {
    return Recorded.call("blue", caller -> service.upsertSecret(request, caller));
  }

  private Recorded<DeleteSecretResponse> delete(String name) {
    return Recorded.call(
        "blue",
        caller ->
            service.deleteSecret(DeleteSecretRequest.newBuilder().setName(name).build(), caller));
  }

  private GetSecretValueResponse value(String environment, String id) {
    return Recorded.<GetSecretValueResponse>call(
            environment,
            caller ->
                service.getSecretValue(
                    GetSecretValueRequest.newBuilder().setId(id).build(), caller))
        .response();
  }

  private List<Secret> list(boolean scoped) {
    return Recorded.<com.chalk.server.v1.ListSecretsResponse>call(
            "blue",
            caller ->
                service.listSecrets(
                    ListSecretsRequest.newBuilder().setIncludeScoped(scoped).build(), caller))
        .response()
        .getSecretsList();
  }
}
