package dev.rekey.api.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.chalk.server.v1.GetTokenRequest;
import com.chalk.server.v1.InsertIntegrationRequest;
import com.chalk.server.v1.IntegrationConfigValue;
import com.chalk.server.v1.IntegrationKind;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.rekey.api.call.MalformedRequestException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRequestsTest {
  private final JsonRequests requests = new JsonRequests(InsertIntegrationRequest.getDescriptor());

  @Test
  void namesInEitherCaseAreRead() throws InvalidProtocolBufferException {
    InsertIntegrationRequest expected =
        InsertIntegrationRequest.newBuilder()
            .setName("a")
            .setIntegrationKind(IntegrationKind.INTEGRATION_KIND_POSTGRESQL)
            .putConfig("PGHOST", IntegrationConfigValue.newBuilder().setLiteral("h").build())
            .putConfig("PGPASSWORD", IntegrationConfigValue.newBuilder().setSecretId("s").build())
            .build();

    assertThat(
            read(
                """
                {"name": "a", "integrationKind": "INTEGRATION_KIND_POSTGRESQL",
                 "config": {"PGHOST": {"literal": "h"}, "PGPASSWORD": {"secretId": "s"}}}
                """))
        .isEqualTo(expected);
    assertThat(
            read(
                """
                {"name": "a", "integration_kind": 13,
                 "config": {"PGHOST": {"literal": "h"}, "PGPASSWORD": {"secret_id": "s"}}}
                """))
        .isEqualTo(expected);
  }

  @Test
  void fieldsThatTheMethodDoesNotHaveAreIgnored() throws InvalidProtocolBufferException {
    assertThat(read("{\"name\": \"a\", \"newer\": {\"than\": [\"this\", 1]}}"))
        .isEqualTo(InsertIntegrationRequest.newBuilder().setName("a").build());
  }

  @Test
  void durationIsReadFromItsText() throws InvalidProtocolBufferException {
    GetTokenRequest request =
        GetTokenRequest.parseFrom(
            new JsonRequests(GetTokenRequest.getDescriptor())
                .read(bytes("{\"expires_at\": \"90s\"}"))
                .toByteString());

    assertThat(request.getExpiresAt().getSeconds()).isEqualTo(90);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"hunter2",
        "{\"name\": hunter2}",
        "{'name': 'hunter2'}",
        "{\"name\": \"a\"} hunter2",
        "{\"name\": \"a\", \"name\": \"hunter2\"}",
        "{\"name\": \"a\",}",
        "hunter2"
      })
  void brokenSyntaxIsReportedByPlaceAlone(String body) {
    assertThat(refusal(body)).matches("malformed JSON at line 1, column [0-9]+");
  }

  @Test
  void placeOfBrokenSyntaxIsRight() {
    assertThat(refusal("{\n  \"name\": }")).isEqualTo("malformed JSON at line 2, column 11");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "\"hunter2\"", "7"})
  void anythingButAnObjectIsRefused(String body) {
    assertThat(refusal(body)).isEqualTo("the body is not a JSON object; {} is the empty request");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\": {\"hunter2\": 1}}                  | name",
        "{\"name\": \"a\", \"config\": \"hunter2\"}    | config",
        "{\"config\": {\"A\": {}, \"PGHOST\": \"hunter2\"}} | config.PGHOST",
        "{\"config\": {\"A\": {\"literal\": [\"hunter2\"]}}} | config.A.literal",
        "{\"config\": {\"A\": {\"literal\": 5432}}}            | config.A.literal",
        "{\"config\": {\"hunter2!\": {\"literal\": 1}}} | config.literal",
        "{\"config\": [\"hunter2\"]}                | config",
        "{\"config\": {\"A\": {\"literal\": \"hunter2\", \"secretId\": \"hunter2\"}}} | config.A.secretId",
        "{\"integrationKind\": 99999999999}           | integrationKind",
        "{\"integrationKind\": \"hunter2\"}            | integrationKind",
        "{\"integration_kind\": true}                  | integration_kind"
      })
  void wrongTypeIsReportedByFieldAlone(String body, String field) {
    assertThat(refusal(body)).startsWith(field + ": ");
  }

  @Test
  void durationThatIsNoneIsReportedByField() {
    JsonRequests tokens = new JsonRequests(GetTokenRequest.getDescriptor());

    assertThatExceptionOfType(MalformedRequestException.class)
        .isThrownBy(() -> tokens.read(bytes("{\"client_id\": \"a\", \"expires_at\": \"hunter2\"}")))
        .withMessage("expires_at: is not what the method asks for");
  }

  @Test
  void nullIsTheAbsenceOfAField() throws InvalidProtocolBufferException {
    assertThat(read("{\"name\": null, \"config\": null, \"integrationKind\": null}"))
        .isEqualTo(InsertIntegrationRequest.getDefaultInstance());
  }

  @Test
  void bodyThatIsNotUtf8IsRefused() {
    assertThatExceptionOfType(MalformedRequestException.class)
        .isThrownBy(() -> requests.read(new byte[] {'{', (byte) 0xff, '}'}))
        .withMessage("the body is not UTF-8");
  }

  private String refusal(String body) {
    String message =
        catchThrowableOfType(MalformedRequestException.class, () -> requests.read(bytes(body)))
            .getMessage();
    assertThat(message).doesNotContain("hunter2");
    return message;
  }

  private InsertIntegrationRequest read(String body) throws InvalidProtocolBufferException {
    return InsertIntegrationRequest.parseFrom(requests.read(bytes(body)).toByteString());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
