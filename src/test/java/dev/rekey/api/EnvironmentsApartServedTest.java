package dev.rekey.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.chalk.server.v1.DeleteIntegrationRequest;
import com.chalk.server.v1.EnvironmentSecretsServiceGrpc;
import com.chalk.server.v1.EnvironmentSecretsServiceGrpc.EnvironmentSecretsServiceBlockingStub;
import com.chalk.server.v1.GetIntegrationByNameRequest;
import com.chalk.server.v1.GetIntegrationRequest;
import com.chalk.server.v1.GetIntegrationValueRequest;
import com.chalk.server.v1.GetSecretValueRequest;
import com.chalk.server.v1.InsertIntegrationRequest;
import com.chalk.server.v1.IntegrationConfigValue;
import com.chalk.server.v1.IntegrationKind;
import com.chalk.server.v1.IntegrationsServiceGrpc.IntegrationsServiceBlockingStub;
import com.chalk.server.v1.ListIntegrationsAndSecretsRequest;
import com.chalk.server.v1.ListIntegrationsRequest;
import com.chalk.server.v1.ListSecretsRequest;
import com.chalk.server.v1.ListSnowflakeNamedStagesRequest;
import com.chalk.server.v1.SecretConfigValue;
import com.chalk.server.v1.TestIntegrationRequest;
import com.chalk.server.v1.UpdateIntegrationRequest;
import com.chalk.server.v1.UpsertSecretRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two clients of two environments: for each, what is the other's is what is not there at all. */
@QuarkusTest
@TestProfile(ServedApiProfile.class)
class EnvironmentsApartServedTest {
  private ServedApi api;
  private IntegrationsServiceBlockingStub blue;
  private IntegrationsServiceBlockingStub green;
  private String id;

  @BeforeEach
  void open() {
    api = new ServedApi();
    blue = api.integrations("blue-only", "blue");
    green = api.integrations("green-only", "green");
    id =
        blue.insertIntegration(
                InsertIntegrationRequest.newBuilder()
                    .setName("apart")
                    .setIntegrationKind(IntegrationKind.INTEGRATION_KIND_POSTGRESQL)
                    .putConfig("PGHOST", literal("db.blue"))
                    .putConfig("PGDATABASE", literal("shop"))
                    .putConfig("PGUSER", literal("reader"))
                    .putConfig("PGPASSWORD", literal("canary-of-blue"))
                    .build())
            .getIntegration()
            .getId();
  }

  @AfterEach
  void close() {
    Object _ = blue.deleteIntegration(DeleteIntegrationRequest.newBuilder().setId(id).build());
    api.close();
  }

  private static IntegrationConfigValue literal(String value) {
    return IntegrationConfigValue.newBuilder().setLiteral(value).build();
  }

  /** What a call comes to, with everything that its caller can see. */
  private static <R> String outcome(Function<String, R> call, String id) {
    StatusRuntimeException refused =
        catchThrowableOfType(StatusRuntimeException.class, () -> call.apply(id));
    return refused == null
        ? call.apply(id).toString()
        : refused.getStatus().getCode() + ": " + refused.getStatus().getDescription();
  }

  private <R> void assertTheSameAsUnknown(Function<String, R> call) {
    assertThat(outcome(call, id)).isEqualTo(outcome(call, "no-such-id"));
  }

  @Test
  void whatIsReadTestedChangedOrDeletedByIdIsNotThere() {
    assertTheSameAsUnknown(
        each ->
            green.getIntegration(
                GetIntegrationRequest.newBuilder().setIntegrationId(each).build()));
    assertTheSameAsUnknown(
        each ->
            green.getIntegrationValue(
                GetIntegrationValueRequest.newBuilder()
                    .setIntegrationId(each)
                    .setSecretName("PGPASSWORD")
                    .build()));
    assertTheSameAsUnknown(
        each ->
            green.testIntegration(
                TestIntegrationRequest.newBuilder().setIntegrationId(each).build()));
    assertTheSameAsUnknown(
        each ->
            green.listSnowflakeNamedStages(
                ListSnowflakeNamedStagesRequest.newBuilder().setIntegrationId(each).build()));
    assertTheSameAsUnknown(
        each ->
            green.updateIntegration(
                UpdateIntegrationRequest.newBuilder()
                    .setIntegrationId(each)
                    .putConfig("PGPASSWORD", literal("stolen"))
                    .build()));
    assertTheSameAsUnknown(
        each -> green.deleteIntegration(DeleteIntegrationRequest.newBuilder().setId(each).build()));
    assertThat(
            blue.getIntegrationValue(
                    GetIntegrationValueRequest.newBuilder()
                        .setIntegrationId(id)
                        .setSecretName("PGPASSWORD")
                        .build())
                .getSecretvalue()
                .getValue())
        .isEqualTo("canary-of-blue");
  }

  @Test
  void namesAreNeitherFoundNorTakenNorListed() {
    assertThat(
            green
                .getIntegrationByName(
                    GetIntegrationByNameRequest.newBuilder().setIntegrationName("apart").build())
                .hasIntegration())
        .isFalse();
    assertThat(
            green
                .listIntegrations(ListIntegrationsRequest.getDefaultInstance())
                .getIntegrationsList())
        .noneMatch(each -> each.getName().equals("apart"));
    assertThat(
            green
                .listIntegrationsAndSecrets(
                    ListIntegrationsAndSecretsRequest.newBuilder().setDecrypt(true).build())
                .toString())
        .doesNotContain("canary-of-blue", id);
    String own =
        green
            .insertIntegration(
                InsertIntegrationRequest.newBuilder()
                    .setName("apart")
                    .setIntegrationKind(IntegrationKind.INTEGRATION_KIND_KAFKA)
                    .putConfig("KAFKA_BOOTSTRAP_SERVER", literal("h:1"))
                    .putConfig("KAFKA_TOPIC", literal("t"))
                    .build())
            .getIntegration()
            .getId();
    Object _ = green.deleteIntegration(DeleteIntegrationRequest.newBuilder().setId(own).build());
  }

  @Test
  void secretsAreNobodyElsesNeitherByIdNorByReference() {
    EnvironmentSecretsServiceBlockingStub ofBlue = secrets("blue-only", "blue");
    EnvironmentSecretsServiceBlockingStub ofGreen = secrets("green-only", "green");
    String secret =
        ofBlue
            .upsertSecret(
                UpsertSecretRequest.newBuilder()
                    .setName("APART")
                    .setConfig(SecretConfigValue.newBuilder().setLiteral("canary-of-blue"))
                    .build())
            .getSecrets(0)
            .getId();

    assertThat(
            ofGreen
                .getSecretValue(GetSecretValueRequest.newBuilder().setId(secret).build())
                .hasSecretValue())
        .isFalse();
    assertThat(ofGreen.listSecrets(ListSecretsRequest.getDefaultInstance()).getSecretsList())
        .noneMatch(each -> each.getName().equals("APART"));
  }

  private EnvironmentSecretsServiceBlockingStub secrets(String client, String environment) {
    return EnvironmentSecretsServiceGrpc.newBlockingStub(api.channel())
        .withInterceptors(
            MetadataUtils.newAttachHeadersInterceptor(api.headers(client, environment)));
  }

  /** The same answer, whether the environment is somebody else's or nobody's. */
  @Test
  void environmentsOfOthersCannotBeToldFromThoseThatDoNotExist() {
    assertThat(denied("green")).isEqualTo(denied("no-such-environment"));
  }

  private String denied(String environment) {
    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                api.integrations("blue-only", environment)
                    .listIntegrations(ListIntegrationsRequest.getDefaultInstance()));
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    return refused.getStatus().getDescription();
  }
}
