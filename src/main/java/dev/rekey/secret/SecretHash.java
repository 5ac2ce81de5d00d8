package dev.rekey.secret;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A hash of a secret that is slow on purpose (PBKDF2 with HMAC-SHA-256, RFC 8018): enough to
 * recognise the secret, and of no use to log in with. Thread-safe.
 */
public final class SecretHash {
  /** How many bytes of salt a new hash wants. */
  public static final int SALT_BYTES = 16;

  private static final Pattern TEXT =
      Pattern.compile(
          "pbkdf2-sha256\\$([0-9]{4,8})\\$([A-Za-z0-9+/]{16,}={0,2})\\$([A-Za-z0-9+/]{43}=)");
  private static final int ITERATIONS = 600_000;
  private static final int LEAST_ITERATIONS = 100_000;
  private static final int HASH_BITS = 256;
  private static final byte[] NO_SALT = new byte[SALT_BYTES];

  private final int iterations;
  private final byte[] salt;
  private final byte[] expected;

  private SecretHash(int iterations, byte[] salt, byte[] expected) {
    this.iterations = iterations;
    this.salt = salt;
    this.expected = expected;
  }

  /**
   * A new hash; takes some hundred milliseconds.
   *
   * @param salt {@link #SALT_BYTES} that nobody can foretell
   */
  public static SecretHash of(String secret, byte[] salt) {
    byte[] own = salt.clone();
    return new SecretHash(ITERATIONS, own, pbkdf2(secret, own, ITERATIONS));
  }

  /**
   * Reads what {@link #toString} has written.
   *
   * @throws IllegalArgumentException when the text is no such hash, or one that is too fast
   */
  public static SecretHash parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "is no pbkdf2-sha256$<iterations>$<salt>$<hash>: make one with: rekey hash");
    }
    int iterations = Integer.parseInt(matcher.group(1));
    if (iterations < LEAST_ITERATIONS) {
      throw new IllegalArgumentException("has less than " + LEAST_ITERATIONS + " iterations");
    }
    byte[] salt = Base64.getDecoder().decode(matcher.group(2));
    return new SecretHash(iterations, salt, Base64.getDecoder().decode(matcher.group(3)));
  }

  /** Whether it is the hash of this secret; as slow when it is not. */
  public boolean matches(String secret) {
    return MessageDigest.isEqual(expected, pbkdf2(secret, salt, iterations));
  }

  /** How slow it is. */
  public int iterations() {
    return iterations;
  }

  /** Costs as much as that many iterations, and tells nothing. */
  public static void waste(String secret, int iterations) {
    if (iterations > 0) {
      byte[] _ = pbkdf2(secret, NO_SALT, iterations);
    }
  }

  private static byte[] pbkdf2(String secret, byte[] salt, int iterations) {
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(new PBEKeySpec(secret.toCharArray(), salt, iterations, HASH_BITS))
          .getEncoded();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has PBKDF2", impossible);
    }
  }

  /** As a configuration file may hold it. */
  @Override
  public String toString() {
    Base64.Encoder base64 = Base64.getEncoder();
    return "pbkdf2-sha256$%d$%s$%s"
        .formatted(iterations, base64.encodeToString(salt), base64.encodeToString(expected));
  }
}
