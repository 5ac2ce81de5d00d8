package dev.rekey.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.chalk.server.v1.ListIntegrationsRequest;
import com.chalk.server.v1.ListIntegrationsResponse;
import com.google.protobuf.InvalidProtocolBufferException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What curl, and clients that speak Connect, get. */
@QuarkusTest
@TestProfile(ServedApiProfile.class)
class ConnectServedTest {
  private static final String INSERT =
      """
      {"name": "%s", "integrationKind": "INTEGRATION_KIND_POSTGRESQL", "config": {
        "PGHOST": {"literal": "db.example"}, "PGPORT": {"literal": "5432"},
        "PGDATABASE": {"literal": "shop"}, "PGUSER": {"literal": "reader"},
        "PGPASSWORD": {"literal": "good"}}}
      """;

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
  void dataSourceLivesItsLifeInJson() {
    JsonObject inserted = ok(api.json("InsertIntegration", INSERT.formatted("connect_life")));
    String id = inserted.getJsonObject("integration").getString("id");
    String byId = new JsonObject().put("integrationId", id).encode();

    assertThat(ok(api.json("ListIntegrations", "{}")).getJsonArray("integrations"))
        .contains(inserted.getJsonObject("integration"));
    assertThat(ok(api.json("TestIntegration", byId)).getBoolean("success")).isTrue();
    ok(
        api.json(
            "UpdateIntegration",
            new JsonObject(byId)
                .put("config", new JsonObject("{\"PGPASSWORD\": {\"literal\": \"bad\"}}"))
                .encode()));
    assertThat(
            ok(api.json(
                    "GetIntegrationValue",
                    new JsonObject(byId).put("secretName", "PGPASSWORD").encode()))
                .getJsonObject("secretvalue")
                .getString("value"))
        .isEqualTo("bad");
    // A false success is the default, and left out.
    assertThat(ok(api.json("TestIntegration", byId)).getString("message")).contains("28P01");
    assertThat(ok(api.json("TestIntegration", byId)).containsKey("success")).isFalse();
    assertThat(
            ok(api.json("GetIntegration", byId))
                .getJsonObject("integrationWithSecrets")
                .getJsonArray("secrets")
                .encode())
        .contains("connect_life_PGHOST")
        .doesNotContain("PGPASSWORD");
    ok(api.json("DeleteIntegration", new JsonObject().put("id", id).encode()));
    assertThat(ok(api.json("GetIntegration", byId))).isEqualTo(new JsonObject());
  }

  @Test
  void binaryBodiesAreAnsweredInBinary() throws InvalidProtocolBufferException {
    ok(api.json("InsertIntegration", INSERT.formatted("connect_binary")));

    HttpResponse<byte[]> answer =
        api.sendBytes(
            api.request(
                    ServedApi.INTEGRATIONS + "ListIntegrations",
                    "application/proto",
                    "admin",
                    "blue")
                .header("Connect-Protocol-Version", "1")
                .POST(
                    BodyPublishers.ofByteArray(
                        ListIntegrationsRequest.getDefaultInstance().toByteArray())));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains("application/proto");
    assertThat(ListIntegrationsResponse.parseFrom(answer.body()).getIntegrationsList())
        .anySatisfy(found -> assertThat(found.getName()).isEqualTo("connect_binary"));
  }

  @Test
  void tokenEndpointSpeaksSnakeCase() {
    JsonObject token =
        ok(
            api.send(
                api.request("/v1/oauth/token", "application/json")
                    .POST(
                        BodyPublishers.ofString(
                            """
                            {"client_id": "admin", "client_secret": "a-client-secret",
                             "grant_type": "client_credentials"}
                            """))));

    String origin = "http://127.0.0.1:" + api.port();
    assertThat(token.fieldNames())
        .containsExactlyInAnyOrder(
            "access_token",
            "token_type",
            "expires_in",
            "expires_at",
            "api_server",
            "primary_environment",
            "grpc_engines",
            "environment_id_to_name");
    assertThat(token.getString("token_type")).isEqualTo("Bearer");
    assertThat(token.getInteger("expires_in")).isEqualTo(3600);
    assertThat(Instant.parse(token.getString("expires_at"))).isAfter(Instant.EPOCH);
    assertThat(token.getString("api_server")).isEqualTo(origin);
    assertThat(token.getString("primary_environment")).isEqualTo("blue");
    assertThat(token.getJsonObject("grpc_engines").getMap())
        .containsEntry("blue", origin)
        .containsEntry("green", origin);
    assertThat(
            api.send(
                    api.request(ServedApi.INTEGRATIONS + "ListIntegrations", "application/json")
                        .header("authorization", "Bearer " + token.getString("access_token"))
                        .header("x-chalk-env-id", "green")
                        .POST(BodyPublishers.ofString("{}")))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void wrongClientSecretIsUnauthenticatedAtTheTokenEndpoint() {
    HttpResponse<String> answer =
        api.send(
            api.request("/v1/oauth/token", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"client_id\": \"admin\", \"client_secret\": \"hunter2\"}")));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body())
        .isEqualTo(
            "{\"code\":\"unauthenticated\","
                + "\"message\":\"the client id or the client secret is wrong\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/chalk.server.v1.IntegrationsService/NoSuchMethod",
        "/chalk.server.v1.GraphService/GetGraph",
        "/chalk.server.v1.IntegrationsService/listIntegrations"
      })
  void unknownProcedureIsNotFound(String path) {
    assertThat(api.send(post(path, "application/json", "{}")))
        .returns(404, HttpResponse::statusCode)
        .returns(
            "{\"code\":\"unimplemented\",\"message\":\"there is no such procedure\"}",
            HttpResponse::body);
  }

  @Test
  void getIsNotAllowed() {
    HttpResponse<String> answer =
        api.send(
            api.request(ServedApi.INTEGRATIONS + "ListIntegrations", "application/json").GET());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("allow")).contains("POST");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=latin-1",
        "application/connect+json",
        "application/grpc"
      })
  void otherContentTypeIsRefusedWithTheOnesThatAreServed(String contentType) {
    HttpResponse<String> answer =
        api.send(post(ServedApi.INTEGRATIONS + "ListIntegrations", contentType, "{}"));

    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(answer.headers().firstValue("accept-post"))
        .contains("application/json, application/proto");
    assertThat(answer.body()).contains("content-type: ");
  }

  @Test
  void charsetOfJsonMayBeSaid() {
    assertThat(
            api.send(
                    api.request(
                            ServedApi.INTEGRATIONS + "ListIntegrations",
                            "application/json; charset=UTF-8",
                            "admin",
                            "blue")
                        .POST(BodyPublishers.ofString("{}")))
                .statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "Connect-Protocol-Version, 2, 400, connect-protocol-version: is not 1",
    "Connect-Timeout-Ms, soon, 400, connect-timeout-ms: is not a number of up to ten digits",
    "Content-Encoding, gzip, 501, content-encoding: only identity is served"
  })
  void headersThatCannotBeHonouredAreRefused(
      String name, String value, int status, String message) {
    HttpResponse<String> answer =
        api.send(
            post(ServedApi.INTEGRATIONS + "ListIntegrations", "application/json", "{}")
                .header(name, value));

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(new JsonObject(answer.body()).getString("message")).isEqualTo(message);
  }

  @Test
  void deadlineOfTheCallerIsKept() {
    HttpResponse<String> answer =
        api.send(
            api.request(
                    ServedApi.INTEGRATIONS + "TestIntegration", "application/json", "admin", "blue")
                .header("Connect-Timeout-Ms", "100")
                .POST(
                    BodyPublishers.ofString(
                        """
                        {"kind": "INTEGRATION_KIND_POSTGRESQL",
                         "config": {"PGHOST": {"literal": "hanging.example"}}}
                        """)));

    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(answer.body()).contains("\"deadline_exceeded\"");
  }

  @Test
  void valueOfManyBytesThatIsAllowedComesBackByteForByte() {
    String value = "é€\\\"\n".repeat(10_000);
    JsonObject insert = new JsonObject(INSERT.formatted("connect_large"));
    insert.getJsonObject("config").put("NOTE", new JsonObject().put("literal", value));

    String id =
        ok(api.json("InsertIntegration", insert.encode()))
            .getJsonObject("integration")
            .getString("id");

    assertThat(
            ok(api.json(
                    "GetIntegrationValue",
                    new JsonObject().put("integrationId", id).put("secretName", "NOTE").encode()))
                .getJsonObject("secretvalue")
                .getString("value")
                .getBytes(StandardCharsets.UTF_8))
        .isEqualTo(value.getBytes(StandardCharsets.UTF_8));
  }

  private HttpRequest.Builder post(String path, String contentType, String body) {
    return api.request(path, contentType).POST(BodyPublishers.ofString(body));
  }

  private static JsonObject ok(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    return new JsonObject(answer.body());
  }
}
