package dev.rekey.api.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * The digest of a client's secret: enough to recognise the secret, and nothing to leak. Comparing
 * takes the same time whether it succeeds or fails, and whatever the length of the secret.
 * Thread-safe.
 */
public final class SecretDigest {
  private static final Pattern HASH =
      Pattern.compile(
          "pbkdf2-sha256\\$([0-9]{4,8})\\$([A-Za-z0-9+/]{16,}={0,2})\\$([A-Za-z0-9+/]{43}=)");
  private static final int LEAST_ITERATIONS = 100_000;
  private static final int HASH_BITS = 256;
  private static final byte[] NO_SALT = new byte[16];

  private final Optional<SlowHash> hash;
  private volatile byte[] digest;

  private SecretDigest(Optional<SlowHash> hash, byte[] digest) {
    this.hash = hash;
    this.digest = digest;
  }

  private record SlowHash(int iterations, byte[] salt, byte[] expected) {
    boolean matches(String secret) {
      return MessageDigest.isEqual(expected, pbkdf2(secret, salt, iterations));
    }
  }

  /**
   * Of a secret that is known by its hash alone, as {@code rekey hash} writes it. Once it was
   * matched, the secret is known again by its digest, which takes no time.
   *
   * @throws IllegalArgumentException when the text is no such hash
   */
  public static SecretDigest ofHash(String text) {
    Matcher matcher = HASH.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "is no pbkdf2-sha256$<iterations>$<salt>$<hash>: make one with: rekey hash");
    }
    int iterations = Integer.parseInt(matcher.group(1));
    if (iterations < LEAST_ITERATIONS) {
      throw new IllegalArgumentException("has less than " + LEAST_ITERATIONS + " iterations");
    }
    byte[] salt = Base64.getDecoder().decode(matcher.group(2));
    byte[] expected = Base64.getDecoder().decode(matcher.group(3));
    return new SecretDigest(Optional.of(new SlowHash(iterations, salt, expected)), new byte[0]);
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
    return hash.map(SlowHash::iterations).orElse(0);
  }

  /** Costs as much as that many iterations, and tells nothing. */
  static void waste(String secret, int iterations) {
    if (iterations > 0) {
      byte[] _ = pbkdf2(secret, NO_SALT, iterations);
    }
  }

  private static byte[] pbkdf2(String secret, byte[] salt, int iterations) {
    char[] chars = secret.toCharArray();
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(new PBEKeySpec(chars, salt, iterations, HASH_BITS))
          .getEncoded();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has PBKDF2", impossible);
    }
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
