package dev.rekey.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.chalk.server.v1.AuthServiceGrpc;
import com.chalk.server.v1.DeleteIntegrationRequest;
import com.chalk.server.v1.GetIntegrationRequest;
import com.chalk.server.v1.GetIntegrationResponse;
import com.chalk.server.v1.GetTokenRequest;
import com.chalk.server.v1.GetTokenResponse;
import com.chalk.server.v1.InsertIntegrationRequest;
import com.chalk.server.v1.Integration;
import com.chalk.server.v1.IntegrationConfigValue;
import com.chalk.server.v1.IntegrationKind;
import com.chalk.server.v1.IntegrationsServiceGrpc;
import com.chalk.server.v1.IntegrationsServiceGrpc.IntegrationsServiceBlockingStub;
import com.chalk.server.v1.ListIntegrationsRequest;
import com.chalk.server.v1.ListIntegrationsResponse;
import com.chalk.server.v1.TestIntegrationRequest;
import com.chalk.server.v1.TestIntegrationResponse;
import com.chalk.server.v1.UpdateIntegrationRequest;
import com.google.common.util.concurrent.ListenableFuture;
import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What gRPC clients get, over h2c. */
@QuarkusTest
@TestProfile(ServedApiProfile.class)
class GrpcServedTest {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private ServedApi api;

  @BeforeEach
  void openClients() {
    api = new ServedApi();
  }

  @AfterEach
  void closeClients() {
    api.close();
  }

  @Test
  void dataSourceLivesItsLife() {
    IntegrationsServiceBlockingStub integrations = api.integrations("admin", "green");

    Integration inserted =
        integrations.insertIntegration(insert("grpc_life", "good")).getIntegration();
    TestIntegrationRequest test =
        TestIntegrationRequest.newBuilder().setIntegrationId(inserted.getId()).build();

    assertThat(inserted.getEnvironmentId()).isEqualTo("green");
    assertThat(
            integrations
                .listIntegrations(ListIntegrationsRequest.getDefaultInstance())
                .getIntegrationsList())
        .contains(inserted);
    assertThat(integrations.testIntegration(test).getSuccess()).isTrue();
    Integration updated =
        integrations
            .updateIntegration(
                UpdateIntegrationRequest.newBuilder()
                    .setIntegrationId(inserted.getId())
                    .putConfig("PGPASSWORD", literal("bad"))
                    .build())
            .getIntegration();
    assertThat(updated.getName()).isEqualTo("grpc_life");
    assertThat(integrations.testIntegration(test).getSuccess()).isFalse();
    GetIntegrationRequest get =
        GetIntegrationRequest.newBuilder().setIntegrationId(inserted.getId()).build();
    assertThat(integrations.getIntegration(get).getIntegrationWithSecrets().getIntegration())
        .isEqualTo(updated);
    assertThat(
            integrations
                .deleteIntegration(
                    DeleteIntegrationRequest.newBuilder().setId(inserted.getId()).build())
                .isInitialized())
        .isTrue();
    assertThat(integrations.getIntegration(get))
        .isEqualTo(GetIntegrationResponse.getDefaultInstance());
  }

  @Test
  void tokenResponsePointsAtThisServer() {
    GetTokenResponse response =
        AuthServiceGrpc.newBlockingStub(api.channel())
            .getToken(
                GetTokenRequest.newBuilder()
                    .setClientId("admin")
                    .setClientSecret(ServedApiWiring.SECRET)
                    .build());

    String origin = "http://127.0.0.1:" + api.port();
    assertThat(response.getApiServer()).isEqualTo(origin);
    assertThat(response.getGrpcEnginesMap()).isEqualTo(Map.of("blue", origin, "green", origin));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chalk.server.v1.GraphService/GetGraph",
        "chalk.server.v1.IntegrationsService/NoSuchMethod"
      })
  void unknownMethodIsUnimplemented(String method) {
    MethodDescriptor<ListIntegrationsRequest, ?> unknown =
        IntegrationsServiceGrpc.getListIntegrationsMethod().toBuilder()
            .setFullMethodName(method)
            .build();

    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(
            () ->
                ClientCalls.blockingUnaryCall(
                    api.channel(),
                    unknown,
                    CallOptions.DEFAULT,
                    ListIntegrationsRequest.getDefaultInstance()))
        .returns(Status.Code.UNIMPLEMENTED, failure -> failure.getStatus().getCode());
  }

  @Test
  void deadlineOfTheCallerIsKept() {
    IntegrationsServiceBlockingStub integrations =
        api.integrations("admin", "blue").withDeadlineAfter(200, TimeUnit.MILLISECONDS);

    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(
            () ->
                integrations.testIntegration(
                    TestIntegrationRequest.newBuilder()
                        .setKind(IntegrationKind.INTEGRATION_KIND_POSTGRESQL)
                        .putConfig("PGHOST", literal(FakeConnectors.HANGING_HOST))
                        .build()))
        .returns(Status.Code.DEADLINE_EXCEEDED, failure -> failure.getStatus().getCode());
    await().untilAsserted(() -> assertThat(FakeConnectors.hanging()).isZero());
  }

  @Test
  void callerThatGivesUpEndsItsCall() {
    Metadata headers = api.headers("admin", "blue");
    ListenableFuture<TestIntegrationResponse> call =
        IntegrationsServiceGrpc.newFutureStub(api.channel())
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
            .testIntegration(
                TestIntegrationRequest.newBuilder()
                    .setKind(IntegrationKind.INTEGRATION_KIND_POSTGRESQL)
                    .putConfig("PGHOST", literal(FakeConnectors.HANGING_HOST))
                    .build());
    await().until(() -> FakeConnectors.hanging() == 1);

    call.cancel(true);

    await().untilAsserted(() -> assertThat(FakeConnectors.hanging()).isZero());
  }

  @Test
  void manyCallsAtOnceAreAllAnswered() {
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + api.token("green-only"));
    IntegrationsServiceGrpc.IntegrationsServiceFutureStub integrations =
        IntegrationsServiceGrpc.newFutureStub(api.channel())
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
            .withDeadlineAfter(30, TimeUnit.SECONDS);

    List<ListenableFuture<ListIntegrationsResponse>> answers =
        IntStream.range(0, 200)
            .mapToObj(
                call -> integrations.listIntegrations(ListIntegrationsRequest.getDefaultInstance()))
            .toList();

    assertThat(answers).allSatisfy(answer -> assertThat(answer.get()).isNotNull());
  }

  @Test
  void gzippedRequestIsRead() {
    IntegrationsServiceBlockingStub integrations =
        api.integrations("admin", "blue").withCompression("gzip");

    assertThat(
            integrations.insertIntegration(insert("grpc_gzip", "good")).getIntegration().getName())
        .isEqualTo("grpc_gzip");
  }

  @Test
  void requestThatUnpacksToMoreThanTheLimitIsTooLarge() {
    IntegrationsServiceBlockingStub integrations =
        api.integrations("admin", "blue").withCompression("gzip");
    InsertIntegrationRequest bomb = insert("grpc_bomb", "x".repeat(50_000_000));

    assertThatThrownBy(() -> integrations.insertIntegration(bomb))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refused ->
                assertThat(refused.getStatus().getCode())
                    .isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "chalk.server.v1.IntegrationsService",
        "chalk.server.v1.AuthService",
        "rekey.v1.RotationsService"
      })
  void healthIsServingWithoutAToken(String service) {
    assertThat(
            HealthGrpc.newBlockingStub(api.channel())
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void reflectionNamesTheServicesWithoutAToken() {
    ServerReflectionResponse answer =
        reflect(ServerReflectionRequest.newBuilder().setListServices("").build());

    assertThat(answer.getListServicesResponse().getServiceList())
        .extracting(ServiceResponse::getName)
        .contains(
            "chalk.server.v1.IntegrationsService",
            "chalk.server.v1.AuthService",
            "rekey.v1.RotationsService",
            "grpc.health.v1.Health");
  }

  @Test
  void reflectionKnowsTheFileOfAMethod() {
    ServerReflectionResponse answer =
        reflect(
            ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol("chalk.server.v1.IntegrationsService.InsertIntegration")
                .build());

    assertThat(answer.getFileDescriptorResponse().getFileDescriptorProtoList()).isNotEmpty();
  }

  private ServerReflectionResponse reflect(ServerReflectionRequest request) {
    List<ServerReflectionResponse> answers = new CopyOnWriteArrayList<>();
    List<String> ends = new CopyOnWriteArrayList<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(api.channel())
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse answer) {
                    answers.add(answer);
                  }

                  @Override
                  public void onError(Throwable failure) {
                    ends.add(failure.toString());
                  }

                  @Override
                  public void onCompleted() {
                    ends.add("completed");
                  }
                });
    requests.onNext(request);
    requests.onCompleted();
    await().untilAsserted(() -> assertThat(ends).containsExactly("completed"));
    return answers.getFirst();
  }

  private static InsertIntegrationRequest insert(String name, String password) {
    return InsertIntegrationRequest.newBuilder()
        .setName(name)
        .setIntegrationKind(IntegrationKind.INTEGRATION_KIND_POSTGRESQL)
        .putConfig("PGHOST", literal("db.example"))
        .putConfig("PGPORT", literal("5432"))
        .putConfig("PGDATABASE", literal("shop"))
        .putConfig("PGUSER", literal("reader"))
        .putConfig("PGPASSWORD", literal(password))
        .build();
  }

  private static IntegrationConfigValue literal(String value) {
    return IntegrationConfigValue.newBuilder().setLiteral(value).build();
  }
}
