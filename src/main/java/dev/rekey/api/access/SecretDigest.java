package dev.rekey.api.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The digest of a client's secret: enough to recognise the secret, and nothing to leak. Comparing
 * takes the same time whether it succeeds or fails, and whatever the length of the secret.
 */
public final class SecretDigest {
  private final byte[] digest;

  private SecretDigest(byte[] digest) {
    this.digest = digest;
  }

  /**
   * @throws IllegalArgumentException when the secret is empty
   */
  public static SecretDigest of(String secret) {
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("a client's secret is not empty");
    }
    return new SecretDigest(sha256(secret));
  }

  /** Whether this is the digest of that secret. */
  public boolean matches(String secret) {
    return MessageDigest.isEqual(digest, sha256(secret));
  }

  @Override
  public String toString() {
    return "[digest]";
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
