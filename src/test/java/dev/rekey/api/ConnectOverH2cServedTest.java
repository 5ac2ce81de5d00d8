package dev.rekey.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Some clients speak Connect over the HTTP/2 connection that they have for gRPC. */
@QuarkusTest
@TestProfile(ServedApiProfile.class)
class ConnectOverH2cServedTest {
  private ServedApi api;
  private Vertx vertx;

  @BeforeEach
  void openClients() {
    api = new ServedApi();
    vertx = Vertx.vertx();
  }

  @AfterEach
  void closeClients() throws ExecutionException, InterruptedException, TimeoutException {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    api.close();
  }

  @Test
  void connectIsServedOverHttp2WithPriorKnowledge()
      throws ExecutionException, InterruptedException, TimeoutException {
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false));
    String token = api.token("green-only");

    Future<Buffer> answer =
        client
            .request(
                HttpMethod.POST,
                api.port(),
                "127.0.0.1",
                ServedApi.INTEGRATIONS + "GetIntegrationByName")
            .compose(
                request ->
                    request
                        .putHeader("content-type", "application/json")
                        .putHeader("authorization", "Bearer " + token)
                        .putHeader("x-chalk-env-id", "green")
                        .send("{\"integrationName\": \"no_such_name\"}"))
            .compose(
                response -> {
                  assertThat(response.version()).isEqualTo(HttpVersion.HTTP_2);
                  assertThat(response.statusCode()).isEqualTo(200);
                  return response.body();
                });

    assertThat(answer.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS))
        .hasToString("{}");
  }
}
