package dev.rekey.api;

import static dev.rekey.api.BadCalls.CANARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.chalk.server.v1.DeleteIntegrationRequest;
import com.chalk.server.v1.GetIntegrationRequest;
import com.chalk.server.v1.IntegrationsServiceGrpc;
import dev.rekey.api.access.ApiClient;
import dev.rekey.api.access.SecretDigest;
import dev.rekey.api.access.TestTokens;
import dev.rekey.api.access.Tokens;
import dev.rekey.testing.CapturedLog;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong is said, changes nothing, and shows no value. */
@QuarkusTest
@TestProfile(ServedApiProfile.class)
class BadInputServedTest {
  private static final String INSERT = ServedApi.INTEGRATIONS + "InsertIntegration";
  private static final int TWENTY_MEGABYTES = 20_000_000;

  private ServedApi api;
  private CapturedLog log;
  private String takenId;
  private List<Object> before;

  @BeforeEach
  void haveOneDataSource() {
    api = new ServedApi();
    takenId =
        api.integrations("admin", "blue")
            .insertIntegration(BadCalls.valid().setName(BadCalls.TAKEN).build())
            .getIntegration()
            .getId();
    before = ServedApiWiring.DATA_SOURCES.everything();
    log = new CapturedLog();
  }

  @AfterEach
  void nothingHasChangedAndNoValueIsLogged() {
    log.close();
    assertThat(ServedApiWiring.DATA_SOURCES.everything()).isEqualTo(before);
    assertThat(log.text()).doesNotContain(CANARY);
    api.integrations("admin", "blue")
        .deleteIntegration(DeleteIntegrationRequest.newBuilder().setId(takenId).build());
    api.close();
  }

  @TestFactory
  Stream<DynamicTest> badCallIsRefusedInClearWords() {
    Map<String, String> standing =
        Map.of("authorization", "Bearer " + api.token("admin"), "x-chalk-env-id", "blue");
    return new BadCalls(takenId)
        .all(forged(), expired(), api.token("green-only"), api.token("lister"))
        .flatMap(
            call ->
                Arrays.stream(BadCall.Protocol.values())
                    .map(
                        protocol ->
                            dynamicTest(
                                call + " over " + protocol,
                                () -> assertRefused(call, protocol, standing))));
  }

  private void assertRefused(
      BadCall call, BadCall.Protocol protocol, Map<String, String> standing) {
    BadCall.Answer answer = call.make(api, protocol, standing);

    assertThat(answer.code()).as(answer.message()).isEqualTo(call.code());
    assertThat(answer.message()).startsWith(call.message()).doesNotContain(CANARY);
    assertThat(ServedApiWiring.DATA_SOURCES.everything()).isEqualTo(before);
  }

  @Test
  void unknownIdIsEmptyWhenReadAndNoErrorWhenDeleted() {
    assertThat(api.json("GetIntegration", "{\"integrationId\": \"no-such-id\"}"))
        .returns(200, HttpResponse::statusCode)
        .returns("{}", HttpResponse::body);
    assertThat(api.json("DeleteIntegration", "{\"id\": \"no-such-id\"}"))
        .returns(200, HttpResponse::statusCode)
        .returns("{}", HttpResponse::body);
    assertThat(
            api.integrations("admin", "blue")
                .getIntegration(
                    GetIntegrationRequest.newBuilder().setIntegrationId("no-such-id").build())
                .hasIntegrationWithSecrets())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"" + CANARY,
        "{\"name\": " + CANARY + "}",
        "{\"config\": {\"PGHOST\": \"" + CANARY + "\"}}",
        "{\"integrationKind\": \"" + CANARY + "\"}",
        "[\"" + CANARY + "\"]",
        ""
      })
  void malformedJsonIsInvalid(String body) {
    HttpResponse<String> answer = api.json("InsertIntegration", body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("invalid_argument");
    assertThat(new JsonObject(answer.body()).getString("message")).isNotEmpty();
    assertThat(answer.body()).doesNotContain(CANARY);
  }

  @Test
  void malformedProtoIsInvalidOverConnect() {
    HttpResponse<String> answer =
        api.send(
            api.request(INSERT, "application/proto", "admin", "blue")
                .POST(BodyPublishers.ofByteArray(malformedProto())));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .isEqualTo(
            "{\"code\":\"invalid_argument\","
                + "\"message\":\"the request is not a protobuf message of the method\"}");
  }

  @Test
  void malformedProtoIsInvalidOverGrpc() {
    assertThat(sendOverGrpc(malformedProto()))
        .returns(Status.Code.INVALID_ARGUMENT, Status::getCode)
        .returns("the request is not a protobuf message of the method", Status::getDescription);
  }

  @Test
  void bodyOf20MegabytesIsTooLargeOverGrpc() {
    assertThat(sendOverGrpc(new byte[TWENTY_MEGABYTES]))
        .returns(Status.Code.RESOURCE_EXHAUSTED, Status::getCode)
        .returns("the request is larger than 4194304 bytes", Status::getDescription);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/proto"})
  void bodyOf20MegabytesIsTooLargeOverConnect(String contentType) {
    byte[] body = new byte[TWENTY_MEGABYTES];

    assertTooLarge(contentType, BodyPublishers.ofByteArray(body));
    assertTooLarge(contentType, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
  }

  private void assertTooLarge(String contentType, HttpRequest.BodyPublisher body) {
    HttpResponse<String> answer =
        api.send(api.request(INSERT, contentType, "admin", "blue").POST(body));

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.body())
        .isEqualTo(
            "{\"code\":\"resource_exhausted\","
                + "\"message\":\"the request is larger than 4194304 bytes\"}");
  }

  @Test
  void unknownContentTypeIsRefused() {
    HttpResponse<String> answer =
        api.send(
            api.request(INSERT, "text/plain", "admin", "blue")
                .POST(BodyPublishers.ofString(CANARY)));

    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(answer.body()).doesNotContain(CANARY);
  }

  private Status sendOverGrpc(byte[] request) {
    MethodDescriptor<byte[], ?> method =
        IntegrationsServiceGrpc.getInsertIntegrationMethod().toBuilder(
                new Bytes(),
                IntegrationsServiceGrpc.getInsertIntegrationMethod().getResponseMarshaller())
            .build();
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
        "Bearer " + api.token("blue-only"));
    try {
      Object response =
          ClientCalls.blockingUnaryCall(
              ClientInterceptors.intercept(
                  api.channel(), MetadataUtils.newAttachHeadersInterceptor(headers)),
              method,
              CallOptions.DEFAULT,
              request);
      throw new AssertionError("obeyed: " + response);
    } catch (StatusRuntimeException refusal) {
      return refusal.getStatus();
    }
  }

  /** A name of 127 bytes that ends after a few. */
  private static byte[] malformedProto() {
    byte[] canary = CANARY.getBytes(StandardCharsets.UTF_8);
    byte[] message = new byte[canary.length + 2];
    message[0] = 0x0a;
    message[1] = 127;
    System.arraycopy(canary, 0, message, 2, canary.length);
    return message;
  }

  private static String forged() {
    return TestTokens.tokens(TestTokens.newKey(), InstantSource.system())
        .issue(admin(), Optional.empty())
        .token();
  }

  private static String expired() {
    InstantSource yesterday = () -> InstantSource.system().instant().minus(Duration.ofDays(1));
    Tokens tokens = TestTokens.tokens(ServedApiWiring.MAC, yesterday);
    return tokens.issue(admin(), Optional.empty()).token();
  }

  private static ApiClient admin() {
    return new ApiClient("admin", SecretDigest.of("any"), Set.of(), List.of());
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
