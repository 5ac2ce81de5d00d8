package dev.rekey.notification;

import java.util.Arrays;
import java.util.Locale;

/** What can be told. */
public enum NotificationType {
  ROTATION_COMMITTED,
  /** Nothing was touched: the new values did not pass before they were saved. */
  ROTATION_REJECTED,
  ROTATION_ROLLED_BACK,
  /** The data source does not answer; the rotation goes on when it does. */
  ROTATION_PARKED,
  /** A person has to go on. */
  ROTATION_FAILED,
  DATASOURCE_UNHEALTHY,
  DATASOURCE_RECOVERED;

  private static final String PREFIX = "dev.rekey.";

  /** The type of the CloudEvent, such as {@code dev.rekey.rotation.rolled_back}. */
  public String word() {
    return PREFIX + name().toLowerCase(Locale.ROOT).replaceFirst("_", ".");
  }

  /**
   * Reads a type as it is written in configuration: whole, or without {@code dev.rekey.}.
   *
   * @throws IllegalArgumentException when there is no such type
   */
  public static NotificationType of(String text) {
    String word = text.startsWith(PREFIX) ? text : PREFIX + text;
    return Arrays.stream(values())
        .filter(type -> type.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no type '"
                        + text
                        + "': "
                        + Arrays.stream(values()).map(NotificationType::word).toList()));
  }
}
