package dev.rekey.connector.trino;

import java.util.Optional;

/** The statement that proves that a catalog and a schema may be used. */
final class TrinoStatement {
  private TrinoStatement() {}

  /**
   * The cheapest statement that fails without them: {@code SELECT 1} passes whatever catalog and
   * schema a session has. {@code SHOW} looks them up and asks access control before anything runs,
   * and tells the one that is missing from the one that is closed; the pattern, which has no
   * wildcard, keeps it from listing what is there.
   */
  static String proving(Optional<String> catalog, Optional<String> schema) {
    if (catalog.isEmpty()) {
      return "SELECT 1";
    }
    String quoted = identifier(catalog.get());
    return schema
        .map(name -> "SHOW TABLES FROM %s.%s LIKE 'rekey'".formatted(quoted, identifier(name)))
        .orElseGet(() -> "SHOW SCHEMAS FROM %s LIKE 'rekey'".formatted(quoted));
  }

  /** A name in double quotes, which are doubled in it. */
  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
