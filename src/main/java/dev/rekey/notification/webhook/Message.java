package dev.rekey.notification.webhook;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What is posted.
 *
 * @param type the content type
 */
record Message(Map<String, String> headers, String type, byte[] body) {
  static final String JSON = "application/json";

  static Message json(String body) {
    return new Message(Map.of(), JSON, body.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return type + " of " + body.length + " bytes";
  }
}
