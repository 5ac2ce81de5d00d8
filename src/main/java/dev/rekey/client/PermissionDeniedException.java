package dev.rekey.client;

/** The client is known, but may not do this in this environment. */
public final class PermissionDeniedException extends RekeyException {
  private static final long serialVersionUID = 1;

  PermissionDeniedException(String message, Throwable cause) {
    super(message, cause);
  }
}
