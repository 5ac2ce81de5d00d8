package dev.rekey.cli.console;

import java.util.Locale;

/**
 * A column of a table.
 *
 * @param field which field of an item it shows
 */
public record Column(String title, String field) {
  /** A column whose title is the field's name in capitals, in words: dataSource is DATA SOURCE. */
  public static Column of(String field) {
    return new Column(title(field), field);
  }

  static String title(String field) {
    return field.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toUpperCase(Locale.ROOT);
  }
}
