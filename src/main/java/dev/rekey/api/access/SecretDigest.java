package dev.rekey.api.access;

import dev.rekey.secret.SecretHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * The digest of a client's secret: enough to recognise the secret, and nothing to leak. Comparing
 * takes the same time whether it succeeds or fails, and whatever the length of the secret.
 * Thread-safe.
 */
public final class SecretDigest {
  private final Optional<SecretHash> hash;
  private volatile byte[] digest;

  private SecretDigest(Optional<SecretHash> hash, byte[] digest) {
    this.hash = hash;
    this.digest = digest;
  }

  /**
   * Of a secret that is known by its hash alone, as {@code rekey hash} writes it. Once it was
   * matched, the secret is known again by its digest, which takes no time.
   *
   * @throws IllegalArgumentException when the text is no such hash
   */
  public static SecretDigest ofHash(String text) {
    return new SecretDigest(Optional.of(SecretHash.parse(text)), new byte[0]);
  }

  /**
   * @throws IllegalArgumentException when the secret is empty
   */
  public static SecretDigest of(String secret) {
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("a client's secret is not empty");
    }
    return new SecretDigest(Optional.empty(), sha256(secret));
  }

  /** Whether this is the digest of that secret. */
  public boolean matches(String secret) {
    byte[] given = sha256(secret);
    if (MessageDigest.isEqual(digest, given)) {
      return true;
    }
    if (hash.isEmpty() || !hash.get().matches(secret)) {
      return false;
    }
    digest = given;
    return true;
  }

  /** What it costs to find out that a secret is wrong; 0 for next to nothing. */
  int iterations() {
    return hash.map(SecretHash::iterations).orElse(0);
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
