package dev.rekey.connector.snowflake;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;

/** Signs who one is, as Snowflake wants it for logins by key pair (JWT, RS256). */
final class LoginTokens {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration GOOD_FOR = Duration.ofMinutes(1);

  private LoginTokens() {}

  static String of(SnowflakeSpec spec, RSAPrivateCrtKey key, Instant now) {
    String subject = spec.loginAccount() + "." + spec.user().toUpperCase(Locale.ROOT);
    var claims = JSON.createObjectNode();
    claims.put("sub", subject);
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.plus(GOOD_FOR).getEpochSecond());
    try {
      claims.put("iss", subject + ".SHA256:" + fingerprint(key));
      String signed =
          base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + base64(claims.toString());
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed
          + "."
          + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      // Every JVM has these algorithms.
      throw new IllegalStateException(e);
    }
  }

  private static String fingerprint(RSAPrivateCrtKey key) throws GeneralSecurityException {
    byte[] publicKey =
        KeyFactory.getInstance("RSA")
            .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()))
            .getEncoded();
    return Base64.getEncoder()
        .encodeToString(MessageDigest.getInstance("SHA-256").digest(publicKey));
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
