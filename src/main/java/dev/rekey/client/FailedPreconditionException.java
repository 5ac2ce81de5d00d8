package dev.rekey.client;

/** It cannot be done as things stand; the message says what to do first. */
public final class FailedPreconditionException extends RekeyException {
  private static final long serialVersionUID = 1;

  FailedPreconditionException(String message, Throwable cause) {
    super(message, cause);
  }
}
