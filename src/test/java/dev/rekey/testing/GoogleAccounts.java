package dev.rekey.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekey.testing.HttpStandIn.Ask;
import dev.rekey.testing.HttpStandIn.Reply;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Service accounts, and the token server that exchanges what they sign for tokens, as Google's <a
 * href="https://developers.google.com/identity/protocols/oauth2/service-account">does</a>.
 */
public final class GoogleAccounts implements AutoCloseable {
  /** Who may do what is to be done; and who may do nothing. */
  public enum Account {
    USER,
    STRANGER;

    /** What the account calls with. */
    public String token() {
      return "token-of-" + name();
    }

    private String email() {
      return name().toLowerCase(Locale.ROOT) + "@shop.iam.gserviceaccount.com";
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GOOGLE = "https://oauth2.googleapis.com/token";
  private static final Pattern DOT = Pattern.compile("\\.");

  private final Map<Account, KeyPair> keys =
      Map.of(Account.USER, newKeys(), Account.STRANGER, newKeys());
  private final HttpStandIn http = new HttpStandIn(this::answer);

  private static KeyPair newKeys() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where tokens are to be had. */
  public URI tokenServer() {
    return URI.create("http://127.0.0.1:" + http.port() + "/token");
  }

  /** The key file of an account, in base64. */
  public String keyOf(Account account) {
    return keyFile(account.email(), keys.get(account));
  }

  /** A key file that nobody knows, of an account that is known. */
  public String wrongKey() {
    return keyFile(Account.USER.email(), newKeys());
  }

  private String keyFile(String email, KeyPair pair) {
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    String json =
        JSON.createObjectNode()
            .put("type", "service_account")
            .put("project_id", "shop")
            .put("private_key_id", "key-1")
            .put("private_key", pem)
            .put("client_email", email)
            .put("token_uri", tokenServer().toString())
            .toString();
    return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private Reply answer(Ask ask) {
    String assertion = ask.form().getOrDefault("assertion", "");
    for (Account account : Account.values()) {
      if (isSignedBy(account, assertion)) {
        return Reply.of(
            200,
            "{\"access_token\":\"%s\",\"expires_in\":3600,\"token_type\":\"Bearer\"}"
                .formatted(account.token()));
      }
    }
    return Reply.of(
        400, "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT Signature.\"}");
  }

  private boolean isSignedBy(Account account, String assertion) {
    String[] parts = DOT.split(assertion, -1);
    if (parts.length != 3) {
      return false;
    }
    try {
      JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(keys.get(account).getPublic());
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      return claims.path("iss").asText().equals(account.email())
          // Google's library writes Google's own, whatever server it asks.
          && claims.path("aud").asText().equals(GOOGLE)
          && signature.verify(Base64.getUrlDecoder().decode(parts[2]));
    } catch (IOException | GeneralSecurityException e) {
      return false;
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
