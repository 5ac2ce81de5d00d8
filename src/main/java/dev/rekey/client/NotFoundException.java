package dev.rekey.client;

/** There is nothing with this id. */
public final class NotFoundException extends RekeyException {
  private static final long serialVersionUID = 1;

  NotFoundException(String message) {
    super(message);
  }

  NotFoundException(String message, Throwable cause) {
    super(message, cause);
  }
}
