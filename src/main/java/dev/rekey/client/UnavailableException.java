package dev.rekey.client;

/**
 * The server was out of reach, or did not answer in time. A change may have been made all the same.
 */
public final class UnavailableException extends RekeyException {
  private static final long serialVersionUID = 1;

  UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
