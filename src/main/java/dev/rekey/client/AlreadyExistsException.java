package dev.rekey.client;

/** The name is taken. */
public final class AlreadyExistsException extends RekeyException {
  private static final long serialVersionUID = 1;

  AlreadyExistsException(String message, Throwable cause) {
    super(message, cause);
  }
}
