package dev.rekey.secret.directory;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells contents apart without giving them away. It has to be keyed: whoever reads a plain digest
 * of a password in a database can guess the password. Thread-safe.
 */
@FunctionalInterface
public interface KeyedDigest {
  /** A short printable text, the same for the same content as long as the key is the same. */
  String of(byte[] content);

  /**
   * HMAC-SHA-256, cut to 128 bits, as 32 hexadecimal digits.
   *
   * @throws IllegalArgumentException when the key is empty
   */
  static KeyedDigest hmacSha256(byte[] key) {
    SecretKeySpec macKey = new SecretKeySpec(key, "HmacSHA256");
    return content -> {
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(macKey);
        return HexFormat.of().formatHex(Arrays.copyOf(mac.doFinal(content), 16));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java runtime has HmacSHA256", e);
      }
    };
  }
}
