package dev.rekey.api.call;

/**
 * What came is not the request of the method. The message says where it is wrong, and repeats
 * nothing of it.
 */
public final class MalformedRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedRequestException(String message) {
    super(message);
  }

  public MalformedRequestException(String message, Throwable cause) {
    super(message, cause);
  }
}
