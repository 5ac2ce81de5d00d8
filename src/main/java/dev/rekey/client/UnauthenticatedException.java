package dev.rekey.client;

/** The client id and secret were not accepted. */
public final class UnauthenticatedException extends RekeyException {
  private static final long serialVersionUID = 1;

  UnauthenticatedException(String message, Throwable cause) {
    super(message, cause);
  }
}
