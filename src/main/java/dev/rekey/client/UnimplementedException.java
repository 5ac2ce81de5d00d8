package dev.rekey.client;

/** The server speaks the API, but does not have this call. */
public final class UnimplementedException extends RekeyException {
  private static final long serialVersionUID = 1;

  UnimplementedException(String message, Throwable cause) {
    super(message, cause);
  }
}
