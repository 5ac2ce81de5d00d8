package dev.rekey.client;

/** The server, or this client before it, refused the input; the message names the field. */
public final class InvalidArgumentException extends RekeyException {
  private static final long serialVersionUID = 1;

  InvalidArgumentException(String message) {
    super(message);
  }

  InvalidArgumentException(String message, Throwable cause) {
    super(message, cause);
  }
}
