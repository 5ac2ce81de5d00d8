package dev.rekey.rotation;

import com.fasterxml.jackson.core.JsonPointer;

/**
 * Where in a secret the value of a config key comes from: a JSON pointer (RFC 6901) into a secret
 * that is a JSON object, or the empty pointer for the whole value as it is.
 *
 * @param pointer empty for the whole value
 * @param base64 whether the value is put into base64
 */
public record FieldMapping(JsonPointer pointer, boolean base64) {
  private static final String BASE64 = "base64:";

  /**
   * Reads a mapping as it is written in configuration: {@code /password}, the empty text for the
   * whole value, {@code base64:/key} or {@code base64:}.
   *
   * @throws IllegalArgumentException when what follows is no JSON pointer
   */
  public static FieldMapping parse(String text) {
    boolean base64 = text.startsWith(BASE64);
    return new FieldMapping(
        JsonPointer.compile(base64 ? text.substring(BASE64.length()) : text), base64);
  }

  /** The mapping as it is written in configuration. */
  @Override
  public String toString() {
    return (base64 ? BASE64 : "") + pointer;
  }
}
