package dev.rekey.store;

import java.util.Map;

/** The databases that the schema is for, each with what its types are called. */
public enum Dialect {
  SQLITE(
      Map.of(
          "blob", "BLOB",
          "text", "TEXT",
          "growing_id", "INTEGER PRIMARY KEY AUTOINCREMENT",
          "without_rowid", "WITHOUT ROWID")),
  POSTGRESQL(
      Map.of(
          "blob", "BYTEA",
          "text", "TEXT COLLATE \"C\"",
          "growing_id", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
          "without_rowid", ""));

  private final Map<String, String> placeholders;

  Dialect(Map<String, String> placeholders) {
    this.placeholders = placeholders;
  }

  /** What Flyway puts into the placeholders of {@code db/migration}. */
  public Map<String, String> placeholders() {
    return placeholders;
  }
}
