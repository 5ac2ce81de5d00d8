package dev.rekey.api.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.chalk.server.v1.GetTokenRequest;
import com.chalk.server.v1.GetTokenResponse;
import com.google.protobuf.Duration;
import com.google.protobuf.util.Timestamps;
import dev.rekey.api.access.ApiClient;
import dev.rekey.api.access.Clients;
import dev.rekey.api.access.Environment;
import dev.rekey.api.access.LoginThrottle;
import dev.rekey.api.access.SecretDigest;
import dev.rekey.api.access.TestTokens;
import dev.rekey.api.access.Tokens;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.testing.CapturedLog;
import io.grpc.Status;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthTest {
  private final Tokens tokens =
      TestTokens.tokens(
          TestTokens.newKey(), InstantSource.fixed(Instant.parse("2026-01-01T12:00:00Z")));
  private final Auth service =
      new Auth(
          new Clients(
              List.of(
                  new ApiClient(
                      "ci", SecretDigest.of("hunter2"), Set.of(), List.of("green", "blue"))),
              List.of(new Environment("blue", "Blue"), new Environment("green", "Green"))),
          tokens,
          new LoginThrottle(InstantSource.fixed(Instant.EPOCH)));

  @Test
  void whoGuessesHasToWaitAndIsToldSo() {
    for (int i = 0; i < 5; i++) {
      assertThat(getToken(request().setClientSecret("guess")).status().getCode())
          .isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    assertThat(getToken(request()).status())
        .returns(Status.Code.RESOURCE_EXHAUSTED, Status::getCode)
        .returns("too many logins failed; try again in 2 s", Status::getDescription);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "client_credentials"})
  void credentialsAreExchangedForATokenOfTheClient(String grantType) {
    GetTokenResponse response = getToken(request().setGrantType(grantType)).response();

    assertThat(tokens.verify(response.getAccessToken())).isEqualTo(new Tokens.Verdict.Valid("ci"));
    assertThat(response.getTokenType()).isEqualTo("Bearer");
    assertThat(response.getExpiresIn()).isEqualTo(3600);
    assertThat(response.getExpiresAt())
        .isEqualTo(Timestamps.parseUnchecked("2026-01-01T13:00:00Z"));
  }

  @Test
  void responseNamesTheEnvironmentsOfTheClientItsFirstAsThePrimaryOne() {
    GetTokenResponse response = getToken(request()).response();

    assertThat(response.getPrimaryEnvironment()).isEqualTo("green");
    assertThat(response.getEnvironmentIdToNameMap())
        .isEqualTo(Map.of("blue", "Blue", "green", "Green"));
  }

  @Test
  void wishShortensTheToken() {
    assertThat(
            getToken(request().setExpiresAt(Duration.newBuilder().setSeconds(60)))
                .response()
                .getExpiresIn())
        .isEqualTo(60);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void wishForNoTimeAtAllIsRefused(long seconds) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(
            () -> getToken(request().setExpiresAt(Duration.newBuilder().setSeconds(seconds))))
        .returns("expires_at", InvalidFieldException::field);
  }

  @Test
  void otherGrantTypeIsRefused() {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> getToken(request().setGrantType("password")))
        .withMessage("grant_type: is not client_credentials");
  }

  @ParameterizedTest
  @CsvSource({"ci, wrong-hunter", "cj, hunter2", "'', ''", "ci, ''"})
  void wrongCredentialsAreUnauthenticatedInTheSameWordsAndNotLogged(String id, String secret) {
    try (CapturedLog log = new CapturedLog()) {
      Recorded<GetTokenResponse> answer =
          getToken(GetTokenRequest.newBuilder().setClientId(id).setClientSecret(secret));

      assertThat(answer.status().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(answer.status().getDescription())
          .isEqualTo("the client id or the client secret is wrong");
      assertThat(log.text()).contains("token refused").doesNotContain("hunter");
    }
  }

  private static GetTokenRequest.Builder request() {
    return GetTokenRequest.newBuilder().setClientId("ci").setClientSecret("hunter2");
  }

  private Recorded<GetTokenResponse> getToken(GetTokenRequest.Builder request) {
    return Recorded.call("none", caller -> service.getToken(request.build(), caller));
  }
}
