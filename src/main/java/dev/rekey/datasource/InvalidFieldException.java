package dev.rekey.datasource;

/**
 * A request that cannot be carried out as it stands. The message names the field and the fix, and
 * never holds a value.
 */
public final class InvalidFieldException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String reason;

  public InvalidFieldException(String field, String message) {
    super(field + ": " + message);
    this.field = field;
    this.reason = message;
  }

  /** The field at fault, such as {@code name} or {@code config.PGHOST}. */
  public String field() {
    return field;
  }

  /** The message without the field. */
  public String reason() {
    return reason;
  }
}
