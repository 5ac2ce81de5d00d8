package dev.rekey.store;

import java.util.Collection;
import java.util.List;

/** The names of config keys in one column. */
public final class KeyNames {
  private static final String COMMA = ",";

  private KeyNames() {}

  /**
   * @throws IllegalArgumentException when a name is empty or holds a comma, which no config key
   *     does
   */
  public static String join(Collection<String> names) {
    for (String name : names) {
      if (name.isEmpty() || name.contains(COMMA)) {
        throw new IllegalArgumentException("no name of a config key: '" + name + "'");
      }
    }
    return String.join(COMMA, names);
  }

  public static List<String> split(String column) {
    return column.isEmpty() ? List.of() : List.of(column.split(COMMA, -1));
  }
}
