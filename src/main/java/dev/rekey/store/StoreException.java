package dev.rekey.store;

/**
 * The database, or a key that opens what is in it, is broken or away. Holds no value and no
 * statement's parameters.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
