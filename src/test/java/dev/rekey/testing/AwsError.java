package dev.rekey.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/**
 * An answer of AWS that says what went wrong.
 *
 * @param code as AWS writes it; empty for an answer without one
 * @param message for people; must not get any further
 * @param headers beside the usual ones, as they are sent
 */
public record AwsError(int status, String code, String message, List<String> headers) {
  /** What the message says if nobody says otherwise. */
  public static final String CANARY = "canary-of-an-aws-error";

  /** An answer with a code. */
  public static AwsError of(int status, String code) {
    return new AwsError(status, code, CANARY, List.of());
  }

  /** What a service says that is asked too often. */
  public static AwsError throttling() {
    return of(400, "ThrottlingException");
  }

  /** The same with another text. */
  public AwsError saying(String text) {
    return new AwsError(status, code, text, headers);
  }

  /** The same with one more header. */
  public AwsError with(String name, String value) {
    List<String> more = new ArrayList<>(headers);
    more.add(name + ": " + value);
    return new AwsError(status, code, message, more);
  }

  /**
   * @param json whether the client speaks AWS's JSON protocol; if not, the query protocol
   */
  HttpMessage response(boolean json) {
    String body = json ? json() : xml();
    byte[] bytes = body.getBytes(UTF_8);
    List<String> all = new ArrayList<>(headers);
    all.add("Content-Type: " + (json ? "application/x-amz-json-1.1" : "text/xml"));
    all.add("Content-Length: " + bytes.length);
    return new HttpMessage("HTTP/1.1 " + status + " Error", all, bytes);
  }

  private String json() {
    String type = code.isEmpty() ? "" : "\"__type\":\"" + code + "\",";
    return "{" + type + "\"message\":\"" + message + "\"}";
  }

  private String xml() {
    return "<ErrorResponse><Error><Type>Sender</Type><Code>"
        + code
        + "</Code><Message>"
        + message
        + "</Message></Error></ErrorResponse>";
  }
}
