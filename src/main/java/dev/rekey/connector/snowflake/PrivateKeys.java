package dev.rekey.connector.snowflake;

import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.connector.support.Values;
import dev.rekey.secret.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads private keys: PKCS#8 in PEM, unencrypted, RSA. */
final class PrivateKeys {
  private static final int FEWEST_BITS = 2048;
  private static final Pattern PEM =
      Pattern.compile(
          "\\s*-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----\\s*");

  private PrivateKeys() {}

  /**
   * @throws InvalidConfigException naming the config key
   */
  static RSAPrivateCrtKey of(String configKey, Secret pem) {
    String text = Values.text(pem);
    if (text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED")) {
      throw new InvalidConfigException(
          configKey, "is an encrypted private key: decrypt it by openssl pkcs8 -in key.pem");
    }
    if (text.contains("BEGIN RSA PRIVATE KEY")) {
      throw new InvalidConfigException(
          configKey, "is a PKCS#1 key: convert it by openssl pkcs8 -topk8 -nocrypt -in key.pem");
    }
    Matcher key = PEM.matcher(text);
    if (!key.matches()) {
      throw new InvalidConfigException(configKey, "is not an unencrypted PKCS#8 key in PEM");
    }
    return rsa(configKey, key.group(1));
  }

  private static RSAPrivateCrtKey rsa(String configKey, String base64) {
    PrivateKey key;
    try {
      key =
          KeyFactory.getInstance("RSA")
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      // Their texts may quote the value.
      throw new InvalidConfigException(configKey, "is no RSA private key");
    }
    if (!(key instanceof RSAPrivateCrtKey rsa)) {
      throw new InvalidConfigException(configKey, "is no whole RSA private key");
    }
    if (rsa.getModulus().bitLength() < FEWEST_BITS) {
      throw new InvalidConfigException(configKey, "is an RSA key of less than 2048 bits");
    }
    return rsa;
  }
}
