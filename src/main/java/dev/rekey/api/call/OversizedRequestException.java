package dev.rekey.api.call;

/** The request is larger than the server takes. */
public final class OversizedRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OversizedRequestException(int limit) {
    super("the request is larger than " + limit + " bytes");
  }
}
