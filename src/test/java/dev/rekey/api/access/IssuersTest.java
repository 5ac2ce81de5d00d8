package dev.rekey.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.KeyTemplates;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.jwt.JwkSetConverter;
import com.google.crypto.tink.jwt.JwtPublicKeySign;
import com.google.crypto.tink.jwt.JwtSignatureConfig;
import com.google.crypto.tink.jwt.RawJwt;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of an issuer on loopback, with its discovery document and its keys. */
class IssuersTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final String AUDIENCE = "rekey";

  private final AtomicInteger reads = new AtomicInteger();
  private Instant now = NOON;
  private KeysetHandle key;
  private String published;
  private HttpServer server;
  private URI issuer;
  private Issuers issuers;

  @BeforeEach
  void begin() throws GeneralSecurityException, IOException {
    JwtSignatureConfig.register();
    exchangeKeys("JWT_ES256");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    serve("/.well-known/openid-configuration", () -> "{\"jwks_uri\": \"" + issuer + "/keys\"}");
    serve(
        "/keys",
        () -> {
          reads.incrementAndGet();
          return published;
        });
    server.start();
    issuers = issuers("sub");
  }

  private Issuers issuers(String claim) {
    Clock clock =
        new Clock() {
          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Instant instant() {
            return now;
          }
        };
    return new Issuers(
        List.of(
            new Issuer(
                issuer.toString(),
                AUDIENCE,
                claim,
                Map.of("pipeline@example.com", "ci"),
                new IssuerKeys(
                    HttpClient.newHttpClient(), Duration.ofSeconds(5), issuer, Optional.empty()),
                clock)));
  }

  private interface Body {
    String text();
  }

  private void serve(String path, Body body) {
    server.createContext(
        path,
        exchange -> {
          byte[] bytes = body.text().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private void exchangeKeys(String template) throws GeneralSecurityException, IOException {
    key = KeysetHandle.generateNew(KeyTemplates.get(template));
    published = JwkSetConverter.fromPublicKeysetHandle(key.getPublicKeysetHandle());
  }

  private RawJwt.Builder claims() {
    return RawJwt.newBuilder()
        .setIssuer(issuer.toString())
        .setAudience(AUDIENCE)
        .setSubject("pipeline@example.com")
        .setExpiration(NOON.plusSeconds(600));
  }

  private String sign(RawJwt.Builder claims) throws GeneralSecurityException, IOException {
    return key.getPrimitive(RegistryConfiguration.get(), JwtPublicKeySign.class)
        .signAndEncode(claims.build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"JWT_ES256", "JWT_RS256_2048_F4"})
  void tokenOfTheIssuerIsThatOfItsClient(String template)
      throws GeneralSecurityException, IOException {
    exchangeKeys(template);

    assertThat(issuers.clientOf(sign(claims()))).contains("ci");
  }

  @Test
  void anotherClaimMaySayWhichClientItIs() throws GeneralSecurityException, IOException {
    issuers = issuers("email");

    assertThat(
            issuers.clientOf(
                sign(claims().setSubject("4711").addStringClaim("email", "pipeline@example.com"))))
        .contains("ci");
    assertThat(issuers.clientOf(sign(claims()))).isEmpty();
  }

  @Test
  void keysAreReadOnceForManyTokens() throws GeneralSecurityException, IOException {
    for (int i = 0; i < 5; i++) {
      assertThat(issuers.clientOf(sign(claims()))).contains("ci");
    }

    assertThat(reads).hasValue(1);
  }

  @Test
  void newerKeysAreFoundAndForgeriesDoNotAskForThemEachTime()
      throws GeneralSecurityException, IOException {
    assertThat(issuers.clientOf(sign(claims()))).contains("ci");
    exchangeKeys("JWT_ES256");
    now = NOON.plusSeconds(31);

    assertThat(issuers.clientOf(sign(claims()))).contains("ci");
    String forged = sign(claims()) + "x";
    for (int i = 0; i < 5; i++) {
      assertThat(issuers.clientOf(forged)).isEmpty();
    }
    assertThat(reads).hasValue(2);
  }

  @Test
  void keysThatTheIssuerTookBackAreNotTrustedForLong()
      throws GeneralSecurityException, IOException {
    String old = sign(claims().setExpiration(NOON.plus(Duration.ofDays(1))));
    assertThat(issuers.clientOf(old)).contains("ci");
    exchangeKeys("JWT_ES256");
    now = NOON.plus(Duration.ofMinutes(61));

    assertThat(issuers.clientOf(old)).isEmpty();
  }

  @Test
  void otherAudienceIssuerAndSubjectAreNobody() throws GeneralSecurityException, IOException {
    assertThat(issuers.clientOf(sign(claims().setAudience("another")))).isEmpty();
    assertThat(issuers.clientOf(sign(claims().setIssuer("https://other.example")))).isEmpty();
    assertThat(issuers.clientOf(sign(claims().setSubject("other@example.com")))).isEmpty();
  }

  @Test
  void expiredTokenIsNobodys() throws GeneralSecurityException, IOException {
    String token = sign(claims());
    now = NOON.plusSeconds(700);

    assertThat(issuers.clientOf(token)).isEmpty();
  }

  @Test
  void tokenWithoutASignatureIsNobodys() {
    String claims =
        "{\"iss\":\"%s\",\"aud\":\"rekey\",\"sub\":\"pipeline@example.com\",\"exp\":1767270600}"
            .formatted(issuer);

    assertThat(issuers.clientOf(encoded("{\"alg\":\"none\"}") + "." + encoded(claims) + "."))
        .isEmpty();
  }

  /** The public key is no secret, so that whoever signs with it has proved nothing. */
  @Test
  void tokenThatIsSignedWithThePublicKeyIsNobodys()
      throws NoSuchAlgorithmException, InvalidKeyException {
    String claims =
        "{\"iss\":\"%s\",\"aud\":\"rekey\",\"sub\":\"pipeline@example.com\",\"exp\":1767270600}"
            .formatted(issuer);
    String signed = encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + encoded(claims);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(published.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String signature =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));

    assertThat(issuers.clientOf(signed + "." + signature)).isEmpty();
  }

  @Test
  void issuerThatIsAwayKeepsNobodyWhoseKeysAreKnownOut()
      throws GeneralSecurityException, IOException {
    String token = sign(claims().setExpiration(NOON.plus(Duration.ofDays(1))));
    assertThat(issuers.clientOf(token)).contains("ci");
    server.stop(0);
    now = NOON.plus(Duration.ofMinutes(61));

    assertThat(issuers.clientOf(token)).contains("ci");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a.b.c", "..", "a.b"})
  void whatIsNoTokenIsNobodys(String text) {
    assertThat(issuers.clientOf(text)).isEmpty();
    assertThat(reads).hasValue(0);
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
