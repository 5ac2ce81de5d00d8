package dev.rekey.connector.support.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.ConnectorFixture;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.support.AwsTokens.Made;
import dev.rekey.connector.support.AwsTokens.NotMade;
import dev.rekey.connector.support.AwsTokens.Token;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.connector.support.Values;
import dev.rekey.testing.AwsError;
import dev.rekey.testing.AwsGateway;
import dev.rekey.testing.MotoServer;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SignedTokensTest {
  private static final String ROLE = "arn:aws:iam::" + MotoServer.ACCOUNT + ":role/reader";
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T06:00:00Z"));
  private static final Endpoint DATABASE = new Endpoint("db.example", 5432, "PGHOST");

  private static SignedTokens tokens(AwsAmbient ambient) {
    return new SignedTokens(ConnectorFixture.OPEN, ambient, CLOCK);
  }

  private static AwsAmbient anybody() {
    return TestAws.anybody(URI.create("http://127.0.0.1:1"), "eu-west-1");
  }

  @Test
  void tokenOfRdsIsASignedUrlWithoutItsScheme() throws GeneralSecurityException {
    String token = text(tokens(anybody()).rds(DATABASE, "app user", "eu-west-1", Optional.empty()));

    assertThat(token)
        .startsWith("db.example:5432/?")
        .contains(
            "Action=connect",
            "DBUser=app%20user",
            "X-Amz-Algorithm=AWS4-HMAC-SHA256",
            "X-Amz-Credential=any%2F20261124%2Feu-west-1%2Frds-db%2Faws4_request",
            "X-Amz-Date=20261124T060000Z",
            "X-Amz-Expires=900",
            "X-Amz-SignedHeaders=host");
    assertSigned(token, "db.example:5432", "rds-db");
  }

  @Test
  void tokenOfMskIsASignedUrlInBase64WithTheNameOfWhoMadeIt() throws GeneralSecurityException {
    String token = text(tokens(anybody()).msk("eu-west-1", Optional.empty()));

    assertThat(token).doesNotContain("=", "+", "/");
    String url = new String(Base64.getUrlDecoder().decode(token), UTF_8);
    assertThat(url)
        .startsWith("https://kafka.eu-west-1.amazonaws.com/?")
        .contains("Action=kafka-cluster%3AConnect", "X-Amz-Expires=900")
        .endsWith("&User-Agent=rekey");
    assertSigned(
        url.substring("https://".length(), url.length() - "&User-Agent=rekey".length()),
        "kafka.eu-west-1.amazonaws.com",
        "kafka-cluster");
  }

  @Test
  void roleIsAssumedFirst() {
    try (var gateway = AwsGateway.before(MotoServer.shared())) {
      var ambient = TestAws.anybody(gateway.endpoint(), "eu-west-1");

      String token = text(tokens(ambient).rds(DATABASE, "app", "eu-west-1", Optional.of(ROLE)));

      assertThat(gateway.count("AssumeRole")).isEqualTo(1);
      assertThat(token).contains("X-Amz-Security-Token=").doesNotContain("Credential=any");
    }
  }

  @Test
  void roleThatMayNotBeAssumedGivesNoToken() {
    try (var gateway = AwsGateway.before(MotoServer.shared())) {
      gateway.failing("AssumeRole", AwsError.of(403, "AccessDenied"));
      var ambient = TestAws.anybody(gateway.endpoint(), "eu-west-1");

      Made made = tokens(ambient).msk("eu-west-1", Optional.of(ROLE));

      assertThat(((NotMade) made).outcome()).isInstanceOf(NotPermitted.class);
    }
  }

  @Test
  void workerWithoutCredentialsMakesNoToken() {
    Made made = tokens(TestAws.nowhere()).msk("eu-west-1", Optional.empty());

    assertThat(((NotMade) made).outcome()).isInstanceOf(Misconfigured.class);
  }

  private static String text(Made made) {
    return Values.text(((Token) made).value());
  }

  /** Signs the URL once more, as the documentation of Signature Version 4 says. */
  private static void assertSigned(String url, String host, String service)
      throws GeneralSecurityException {
    String query = url.substring(url.indexOf('?') + 1);
    String[] parts = Pattern.compile("&X-Amz-Signature=").split(query, 2);
    String canonical =
        Arrays.stream(Pattern.compile("&").split(parts[0], 0))
            .sorted()
            .collect(Collectors.joining("&"));
    String request = "GET\n/\n" + canonical + "\nhost:" + host + "\n\nhost\n" + sha256("");
    String scope = "20261124/eu-west-1/" + service + "/aws4_request";
    String toSign = "AWS4-HMAC-SHA256\n20261124T060000Z\n" + scope + "\n" + sha256(request);
    byte[] key = "AWS4any".getBytes(UTF_8);
    for (String step : new String[] {"20261124", "eu-west-1", service, "aws4_request"}) {
      key = hmac(key, step);
    }

    assertThat(parts[1]).isEqualTo(HexFormat.of().formatHex(hmac(key, toSign)));
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }

  private static String sha256(String text) throws GeneralSecurityException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }
}
