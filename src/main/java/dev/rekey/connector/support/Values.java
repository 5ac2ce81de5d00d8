package dev.rekey.connector.support;

import dev.rekey.secret.Secret;
import java.nio.charset.StandardCharsets;

/** Gives values to drivers, which want text. */
public final class Values {
  private Values() {}

  /** The value, read as UTF-8. */
  public static String text(Secret value) {
    return new String(value.reveal(), StandardCharsets.UTF_8);
  }
}
