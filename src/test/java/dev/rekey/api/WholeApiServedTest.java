package dev.rekey.api;

import static io.grpc.Metadata.ASCII_STRING_MARSHALLER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.chalk.server.v1.DatasourcePermissionTag;
import com.chalk.server.v1.DeleteDatasourcePermissionTagRequest;
import com.chalk.server.v1.EnvironmentSecretsServiceGrpc;
import com.chalk.server.v1.GetDatasourcePermissionTagRequest;
import com.chalk.server.v1.GetDatasourcePermissionTagResponse;
import com.chalk.server.v1.GetEnvRequest;
import com.chalk.server.v1.GetEnvironmentsRequest;
import com.chalk.server.v1.GetIntegrationRequest;
import com.chalk.server.v1.IntegrationKind;
import com.chalk.server.v1.IntegrationsServiceGrpc.IntegrationsServiceBlockingStub;
import com.chalk.server.v1.ListDatasourcePermissionTagsRequest;
import com.chalk.server.v1.ListIntegrationsRequest;
import com.chalk.server.v1.ListSecretsRequest;
import com.chalk.server.v1.TeamServiceGrpc;
import com.chalk.server.v1.UpsertDatasourcePermissionTagRequest;
import dev.rekey.api.v1.AdminServiceGrpc;
import dev.rekey.api.v1.CallEntry;
import dev.rekey.api.v1.DiagnoseRequest;
import dev.rekey.api.v1.FindingLevel;
import dev.rekey.api.v1.ListCallsRequest;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the served API has beside the life of a data source. */
@QuarkusTest
@TestProfile(ServedApiProfile.class)
class WholeApiServedTest {
  private static final String KAFKA =
      """
      {"name": "%s", "integrationKind": "INTEGRATION_KIND_KAFKA", "config": {
        "KAFKA_BOOTSTRAP_SERVER": {"literal": "h:1"}, "KAFKA_TOPIC": {"literal": "t"}}}""";

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
  void tagsLiveTheirLife() {
    IntegrationsServiceBlockingStub stub = api.integrations("admin", "green");
    IntegrationKind kind = IntegrationKind.INTEGRATION_KIND_POSTGRESQL;
    GetDatasourcePermissionTagRequest get =
        GetDatasourcePermissionTagRequest.newBuilder().setKind(kind).setName("tagged").build();

    Object _ =
        stub.upsertDatasourcePermissionTag(
            UpsertDatasourcePermissionTagRequest.newBuilder()
                .setKind(kind)
                .setName("tagged")
                .addAllPermissionTags(List.of("pii", "eu"))
                .build());

    DatasourcePermissionTag tag = stub.getDatasourcePermissionTag(get).getDatasourcePermissionTag();
    assertThat(tag.getPermissionTagsList()).containsExactly("pii", "eu");
    assertThat(
            stub.listDatasourcePermissionTags(
                    ListDatasourcePermissionTagsRequest.getDefaultInstance())
                .getDatasourcePermissionTagsList())
        .containsExactly(tag);
    assertThat(api.integrations("admin", "blue").getDatasourcePermissionTag(get))
        .isEqualTo(GetDatasourcePermissionTagResponse.getDefaultInstance());
    Object _ =
        stub.deleteDatasourcePermissionTag(
            DeleteDatasourcePermissionTagRequest.newBuilder()
                .setKind(kind)
                .setName("tagged")
                .build());
    assertThat(stub.getDatasourcePermissionTag(get))
        .isEqualTo(GetDatasourcePermissionTagResponse.getDefaultInstance());
  }

  @Test
  void teamServiceTellsTheEnvironmentsOfTheClientAlone() {
    var stub =
        TeamServiceGrpc.newBlockingStub(api.channel())
            .withInterceptors(
                MetadataUtils.newAttachHeadersInterceptor(api.headers("green-only", "green")));

    assertThat(stub.getEnv(GetEnvRequest.getDefaultInstance()).getEnvironment().getName())
        .isEqualTo("Green");
    assertThat(
            stub.getEnvironments(GetEnvironmentsRequest.getDefaultInstance()).getEnvironmentsList())
        .singleElement()
        .satisfies(only -> assertThat(only.getId()).isEqualTo("green"));
  }

  @Test
  void whoAmIIsAnsweredOverRest() {
    HttpResponse<String> answer =
        api.send(api.request("/v1/who-am-i", "application/json", "blue-only", "blue").GET());

    assertThat(answer.statusCode()).isEqualTo(200);
    JsonObject who = new JsonObject(answer.body());
    assertThat(who.getString("client_id")).isEqualTo("blue-only");
    assertThat(who.getString("environment_id")).isEqualTo("blue");
    assertThat(who.getJsonArray("permissions")).contains("secrets.decrypt", "worker.admin");
  }

  @Test
  void whoAmIWithoutATokenIsUnauthenticated() {
    HttpResponse<String> answer = api.send(api.request("/v1/who-am-i", "application/json").GET());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("unauthenticated");
  }

  @Test
  void whoMayOnlyListMayNotReadSecretsNorAdminister() {
    var interceptor = MetadataUtils.newAttachHeadersInterceptor(api.headers("lister", "blue"));
    var secrets =
        EnvironmentSecretsServiceGrpc.newBlockingStub(api.channel()).withInterceptors(interceptor);
    var admin = AdminServiceGrpc.newBlockingStub(api.channel()).withInterceptors(interceptor);

    assertThatCode(() -> secrets.listSecrets(ListSecretsRequest.getDefaultInstance()))
        .doesNotThrowAnyException();
    assertDenied(
        () ->
            secrets.getAllSecretValues(
                com.chalk.server.v1.GetAllSecretValuesRequest.getDefaultInstance()),
        "secrets.decrypt");
    assertDenied(() -> admin.listCalls(ListCallsRequest.getDefaultInstance()), "worker.admin");
  }

  private static void assertDenied(Runnable call, String permission) {
    assertThat(org.assertj.core.api.Assertions.catchThrowable(call::run))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refused -> {
              assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
              assertThat(refused.getMessage()).contains(permission);
            });
  }

  @Test
  void callsAreWrittenDownWithWhereTheyCameFrom() {
    Object _ =
        api.integrations("blue-only", "blue")
            .getIntegration(
                GetIntegrationRequest.newBuilder().setIntegrationId("looked-for").build());
    HttpResponse<String> _ = api.json("GetIntegration", "{\"integrationId\": \"by-connect\"}");

    assertThat(calls())
        .filteredOn(each -> each.getSubject().equals("looked-for"))
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.getClient()).isEqualTo("blue-only");
              assertThat(call.getAddress()).isEqualTo("127.0.0.1");
              assertThat(call.getMethod())
                  .isEqualTo("chalk.server.v1.IntegrationsService/GetIntegration");
              assertThat(call.getResult()).isEqualTo("OK");
            });
    assertThat(calls())
        .filteredOn(each -> each.getSubject().equals("by-connect"))
        .singleElement()
        .satisfies(call -> assertThat(call.getAddress()).isEqualTo("127.0.0.1"));
  }

  @Test
  void callThatIsRefusedIsWrittenDownToo() {
    assertDenied(
        () ->
            api.integrations("lister", "blue")
                .getIntegration(GetIntegrationRequest.newBuilder().setIntegrationId("x").build()),
        "secrets.decrypt");

    assertThat(calls())
        .filteredOn(each -> each.getClient().equals("lister"))
        .extracting(CallEntry::getResult)
        .contains("PERMISSION_DENIED");
  }

  private List<CallEntry> calls() {
    return AdminServiceGrpc.newBlockingStub(api.channel())
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(api.headers("admin", "blue")))
        .listCalls(ListCallsRequest.newBuilder().setPageSize(1000).build())
        .getCallsList();
  }

  @Test
  void findingsComeWithTheirLevel() {
    var stub =
        AdminServiceGrpc.newBlockingStub(api.channel())
            .withInterceptors(
                MetadataUtils.newAttachHeadersInterceptor(api.headers("admin", "blue")));

    assertThat(stub.diagnose(DiagnoseRequest.getDefaultInstance()).getFindingsList())
        .singleElement()
        .satisfies(only -> assertThat(only.getLevel()).isEqualTo(FindingLevel.FINDING_LEVEL_OK));
  }

  @Test
  void largeAnswerOverGrpcIsCompressedForWhoeverTakesIt() {
    for (int i = 0; i < 20; i++) {
      HttpResponse<String> _ = api.json("InsertIntegration", KAFKA.formatted("grpc_gzip_" + i));
    }
    AtomicReference<Metadata> headers = new AtomicReference<>();
    AtomicReference<Metadata> trailers = new AtomicReference<>();

    var listed =
        api.integrations("admin", "blue")
            .withInterceptors(MetadataUtils.newCaptureMetadataInterceptor(headers, trailers))
            .listIntegrations(ListIntegrationsRequest.getDefaultInstance());

    assertThat(listed.getIntegrationsCount()).isGreaterThanOrEqualTo(20);
    assertThat(headers.get().get(Metadata.Key.of("grpc-encoding", ASCII_STRING_MARSHALLER)))
        .isEqualTo("gzip");
  }

  @Test
  void largeAnswerIsCompressedForWhoeverTakesIt() throws IOException {
    for (int i = 0; i < 20; i++) {
      HttpResponse<String> inserted = api.json("InsertIntegration", KAFKA.formatted("gzip_" + i));
      assertThat(inserted.statusCode()).isEqualTo(200);
    }
    HttpRequest.Builder list =
        api.request(
            ServedApi.INTEGRATIONS + "ListIntegrations", "application/json", "admin", "blue");

    HttpResponse<byte[]> plain =
        api.sendBytes(list.POST(HttpRequest.BodyPublishers.ofString("{}")));
    HttpResponse<byte[]> compressed = api.sendBytes(list.header("Accept-Encoding", "gzip"));

    assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
    assertThat(compressed.headers().firstValue("content-encoding")).contains("gzip");
    assertThat(compressed.body()).hasSizeLessThan(plain.body().length);
    try (var body = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
      assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(new String(plain.body(), StandardCharsets.UTF_8));
    }
  }
}
