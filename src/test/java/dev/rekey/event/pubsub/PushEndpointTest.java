package dev.rekey.event.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.event.Delivery;
import dev.rekey.event.RotationEvent;
import dev.rekey.event.pubsub.PushEndpoint.Answer;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import dev.rekey.testing.CapturedLog;
import dev.rekey.testing.FreePort;
import dev.rekey.testing.GoogleTokens;
import dev.rekey.testing.ManualClock;
import dev.rekey.testing.RecordingIntake;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushEndpointTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final String AUDIENCE = "https://rekey.example/events/pubsub";
  private static final String ACCOUNT = "push@orders-prod.iam.gserviceaccount.com";
  private static final String SECRET = "projects/123/secrets/db";
  private static final String MESSAGE =
      """
      {"message": {"attributes": {"eventType": "SECRET_VERSION_ADD", "secretId": "%1$s",
        "versionId": "%1$s/versions/7", "timestamp": "2026-11-23T10:00:00Z"}, "data": "e30=",
        "messageId": "42", "publishTime": "2026-11-23T10:00:01Z"},
        "subscription": "projects/orders-prod/subscriptions/rekey"}
      """
          .formatted(SECRET);

  private final GoogleTokens google = new GoogleTokens();
  private final ManualClock clock = new ManualClock(NOW);
  private final RecordingIntake intake = new RecordingIntake();
  private final PushEndpoint endpoint = endpoint(google.keysAt());

  @AfterEach
  void stop() {
    google.close();
  }

  @Test
  void messageWithGooglesTokenIsTaken() {
    Answer answer = push(google.signed(claims()), MESSAGE);

    assertThat(answer).isEqualTo(Answer.ACKNOWLEDGED);
    assertThat(answer.status()).isEqualTo(204);
    assertThat(intake.events())
        .containsExactly(
            new RotationEvent(
                "SECRET_VERSION_ADD:" + SECRET + "/versions/7:2026-11-23T10:00:00Z",
                "SECRET_VERSION_ADD",
                SecretRef.parse("gcp-sm://123/db"),
                Optional.of(new SecretVersion("7"))));
    assertThat(intake.deliveries()).extracting(Delivery::position).containsExactly("push@42");
  }

  @Test
  void issuerMayBeWrittenWithoutItsScheme() {
    assertThat(push(google.signed(with("iss", "accounts.google.com")), MESSAGE))
        .isEqualTo(Answer.ACKNOWLEDGED);
  }

  @ParameterizedTest
  @CsvSource({
    "aud, https://elsewhere.example",
    "iss, https://accounts.google.com.evil.example",
    "iss, https://cloud.google.com/iap"
  })
  void tokenOfAnotherAudienceOrIssuerIsNotValid(String claim, String value) {
    assertThat(push(google.signed(with(claim, value)), MESSAGE)).isEqualTo(Answer.UNAUTHENTICATED);
    assertThat(intake.calls()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"aud", "iss", "exp"})
  void tokenWithoutAClaimIsNotValid(String claim) {
    Map<String, Object> claims = claims();
    claims.remove(claim);

    assertThat(push(google.signed(claims), MESSAGE)).isEqualTo(Answer.UNAUTHENTICATED);
  }

  @Test
  void tokenExpires() {
    String token = google.signed(claims());
    clock.advance(Duration.ofMinutes(59));
    assertThat(push(token, MESSAGE)).isEqualTo(Answer.ACKNOWLEDGED);

    clock.advance(Duration.ofMinutes(1));

    assertThat(push(token, MESSAGE)).isEqualTo(Answer.UNAUTHENTICATED);
  }

  @Test
  void tokenOfAnotherAccountIsForbidden() {
    assertThat(push(google.signed(with("email", "other@x.iam.gserviceaccount.com")), MESSAGE))
        .isEqualTo(Answer.FORBIDDEN);
    assertThat(push(google.signed(with("email_verified", false)), MESSAGE))
        .isEqualTo(Answer.FORBIDDEN);
    assertThat(push(google.signed(with("email_verified", "true")), MESSAGE))
        .isEqualTo(Answer.FORBIDDEN);
    assertThat(intake.calls()).isZero();
  }

  @Test
  void tokenThatIsNotSignedIsNotValid() {
    assertThat(push(GoogleTokens.unsigned("none", claims()) + ".", MESSAGE))
        .isEqualTo(Answer.UNAUTHENTICATED);
    assertThat(push(GoogleTokens.unsigned("RS256", claims()) + ".", MESSAGE))
        .isEqualTo(Answer.UNAUTHENTICATED);
  }

  @Test
  void tokenOfAnotherKeyIsNotValid() {
    assertThat(push(GoogleTokens.signed(claims(), GoogleTokens.newKeys()), MESSAGE))
        .isEqualTo(Answer.UNAUTHENTICATED);
  }

  @Test
  void tokenThatWasChangedIsNotValid() {
    String token = google.signed(with("email", "other@x.iam.gserviceaccount.com"));
    String signature = token.substring(token.lastIndexOf('.'));

    assertThat(push(GoogleTokens.unsigned("RS256", claims()) + signature, MESSAGE))
        .isEqualTo(Answer.UNAUTHENTICATED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Basic dXNlcjpw"})
  void headerWithoutATokenIsNotValid(String header) {
    assertThat(endpoint.receive(header, MESSAGE.getBytes(UTF_8))).isEqualTo(Answer.UNAUTHENTICATED);
  }

  @Test
  void nothingIsDecidedWhileGooglesKeysCannotBeHad() {
    URI nowhere = URI.create("http://127.0.0.1:" + FreePort.find() + "/certs");

    assertThat(
            endpoint(nowhere).receive("Bearer " + google.signed(claims()), MESSAGE.getBytes(UTF_8)))
        .isEqualTo(Answer.UNAVAILABLE);
    assertThat(intake.calls()).isZero();
  }

  @Test
  void messageIsNotAcknowledgedWhileTheIntakeCannotTakeIt() {
    intake.refuse(1);

    assertThat(push(google.signed(claims()), MESSAGE)).isEqualTo(Answer.UNAVAILABLE);
    assertThat(push(google.signed(claims()), MESSAGE)).isEqualTo(Answer.ACKNOWLEDGED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no json|the body is not JSON",
        "[1]|the body is not a JSON object",
        "{}|message is missing",
        "{\"message\": {}}|message.messageId is missing",
        "{\"message\": {\"messageId\": \"1\", \"data\": \"*\"}}|message.data is not base64",
        "{\"message\": {\"messageId\": \"1\", \"attributes\": {\"a\": 1}}}|message.attributes are not all texts"
      })
  void brokenBodyGoesIntoQuarantineAndIsAcknowledged(String body, String reason) {
    assertThat(push(google.signed(claims()), body)).isEqualTo(Answer.ACKNOWLEDGED);
    assertThat(intake.deliveries())
        .extracting(Delivery::content)
        .singleElement()
        .isInstanceOfSatisfying(
            Delivery.Undecodable.class,
            kept -> {
              assertThat(kept.reason()).isEqualTo(reason);
              assertThat(kept.body()).isEqualTo(body.getBytes(UTF_8));
            });
  }

  @Test
  void dataOfAnAuditLogSinkIsDecoded() {
    assertThat(
            push(
                google.signed(claims()),
                "{\"message\": {\"messageId\": \"1\", \"data\": \"e30=\"}}"))
        .isEqualTo(Answer.ACKNOWLEDGED);
    assertThat(intake.deliveries())
        .extracting(Delivery::content)
        .containsExactly(new Delivery.Ignored("foreign"));
  }

  @Test
  void logHoldsNeitherTokenNorBody() {
    String token = google.signed(with("email", "other@x.iam.gserviceaccount.com"));
    try (CapturedLog log = new CapturedLog()) {
      push(token, "canary-of-the-body");
      push(token + "canary-of-the-token", MESSAGE);
      push(google.signed(claims()), "canary-of-the-body");

      assertThat(log.text())
          .contains("pushed message was not taken")
          .doesNotContain("canary", token, "other@x");
    }
  }

  private PushEndpoint endpoint(URI keys) {
    return new PushEndpoint(new PushToken(AUDIENCE, ACCOUNT, keys, clock), intake);
  }

  private Answer push(String token, String body) {
    return endpoint.receive("Bearer " + token, body.getBytes(UTF_8));
  }

  private static Map<String, Object> with(String claim, Object value) {
    Map<String, Object> claims = claims();
    claims.put(claim, value);
    return claims;
  }

  private static Map<String, Object> claims() {
    Map<String, Object> claims = new HashMap<>();
    claims.put("iss", "https://accounts.google.com");
    claims.put("aud", AUDIENCE);
    claims.put("sub", "1234567890");
    claims.put("email", ACCOUNT);
    claims.put("email_verified", true);
    claims.put("iat", NOW.getEpochSecond());
    claims.put("exp", NOW.plus(Duration.ofHours(1)).getEpochSecond());
    return claims;
  }
}
