package dev.rekey.client;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server, or this client before it, refused the input; the message names the field. */
public final class InvalidArgumentException extends RekeyException {
  private static final long serialVersionUID = 1;
  private static final Pattern FIELD =
      Pattern.compile("(?:INVALID_ARGUMENT: )?+([A-Za-z_][\\w ]*(?:\\.\\w+)*): .*", Pattern.DOTALL);

  InvalidArgumentException(String message) {
    super(message);
  }

  InvalidArgumentException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The field at fault, such as {@code name} or {@code config.PGHOST}, if one is named. */
  public Optional<String> field() {
    Matcher matcher = FIELD.matcher(String.valueOf(getMessage()));
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
