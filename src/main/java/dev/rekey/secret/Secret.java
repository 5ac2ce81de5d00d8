package dev.rekey.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/**
 * A value that must never be seen: a password, a token, a key, or any other config value.
 *
 * <p>Immutable and thread-safe. {@link #toString()} is redacted, so that a value cannot leak
 * through a log line, an exception text or a record that holds it. Who may call {@link #reveal()}
 * is kept by an architecture test.
 */
public final class Secret {
  private static final String REDACTED = "[secret]";

  private final byte[] value;

  private Secret(byte[] value) {
    this.value = value;
  }

  /** A secret of these bytes; the array is copied. */
  public static Secret of(byte[] value) {
    return new Secret(value.clone());
  }

  /** A secret of this text, kept as UTF-8. */
  public static Secret of(String value) {
    return new Secret(value.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes themselves, in a copy that the caller owns. */
  public byte[] reveal() {
    return value.clone();
  }

  /** The size of the value in bytes. */
  public int size() {
    return value.length;
  }

  /** This value in standard base64 with padding, as a secret again. */
  public Secret base64() {
    return new Secret(Base64.getEncoder().encode(value));
  }

  /** Compares in constant time for values of one size. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && MessageDigest.isEqual(value, secret.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return REDACTED;
  }
}
