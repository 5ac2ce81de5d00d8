package dev.rekey.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.jwt.JwtMac;
import com.google.crypto.tink.jwt.RawJwt;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.750Z");
  private static final ApiClient CLIENT =
      new ApiClient("ci", SecretDigest.of("s"), Set.of(), List.of());

  private final JwtMac key = TestTokens.newKey();

  @Test
  void tokenNamesItsClient() {
    Tokens.Issued issued = tokensAt(NOON).issue(CLIENT, Optional.empty());

    assertThat(tokensAt(NOON).verify(issued.token())).isEqualTo(new Tokens.Verdict.Valid("ci"));
  }

  @Test
  void tokenLivesForItsLifetimeInWholeSeconds() {
    Tokens.Issued issued = tokensAt(NOON).issue(CLIENT, Optional.empty());

    assertThat(issued.lifetime()).isEqualTo(Duration.ofHours(1));
    assertThat(issued.expiresAt()).isEqualTo(Instant.parse("2026-01-01T13:00:00Z"));
  }

  @Test
  void tokenIsGoodUntilItsLastMomentAndExpiredFromThere() {
    Tokens.Issued issued = tokensAt(NOON).issue(CLIENT, Optional.empty());

    assertThat(tokensAt(issued.expiresAt().minusMillis(1)).verify(issued.token()))
        .isEqualTo(new Tokens.Verdict.Valid("ci"));
    assertThat(tokensAt(issued.expiresAt()).verify(issued.token()))
        .isEqualTo(new Tokens.Verdict.Expired());
  }

  @Test
  void wishShortensTheLifetime() {
    assertThat(tokensAt(NOON).issue(CLIENT, Optional.of(Duration.ofMinutes(5))).expiresAt())
        .isEqualTo(Instant.parse("2026-01-01T12:05:00Z"));
  }

  @Test
  void wishDoesNotLengthenTheLifetime() {
    assertThat(tokensAt(NOON).issue(CLIENT, Optional.of(Duration.ofDays(9))).expiresAt())
        .isEqualTo(Instant.parse("2026-01-01T13:00:00Z"));
  }

  @Test
  void tokenOfAnotherKeyIsForged() {
    Tokens others = TestTokens.tokens(TestTokens.newKey(), InstantSource.fixed(NOON));

    assertThat(tokensAt(NOON).verify(others.issue(CLIENT, Optional.empty()).token()))
        .isEqualTo(new Tokens.Verdict.Forged());
  }

  @Test
  void tokenOfAnotherIssuerIsForged() throws GeneralSecurityException {
    String foreign =
        key.computeMacAndEncode(
            RawJwt.newBuilder()
                .setIssuer("someone")
                .setSubject("ci")
                .setExpiration(NOON.plusSeconds(60))
                .build());

    assertThat(tokensAt(NOON).verify(foreign)).isEqualTo(new Tokens.Verdict.Forged());
  }

  @Test
  void tokenThatNeverExpiresIsForged() throws GeneralSecurityException {
    String eternal =
        key.computeMacAndEncode(
            RawJwt.newBuilder().setIssuer("rekey").setSubject("ci").withoutExpiration().build());

    assertThat(tokensAt(NOON).verify(eternal)).isEqualTo(new Tokens.Verdict.Forged());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a.b.c",
        "é",
        // {"alg":"none"} with {"iss":"rekey","sub":"ci"}
        "eyJhbGciOiJub25lIn0.eyJpc3MiOiJyZWtleSIsInN1YiI6ImNpIn0."
      })
  void anythingElseIsForged(String token) {
    assertThat(tokensAt(NOON).verify(token)).isEqualTo(new Tokens.Verdict.Forged());
  }

  @Test
  void textOfAnIssuedTokenDoesNotHoldTheToken() {
    Tokens.Issued issued = tokensAt(NOON).issue(CLIENT, Optional.empty());

    assertThat(issued.toString()).doesNotContain(issued.token());
  }

  private Tokens tokensAt(Instant now) {
    return TestTokens.tokens(key, InstantSource.fixed(now));
  }
}
