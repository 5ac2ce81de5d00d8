package dev.rekey.datasource;

/** What became of an update. */
public sealed interface UpdateResult {
  record Updated(DataSource dataSource) implements UpdateResult {}

  /** Another data source of the environment has the new name; nothing was changed. */
  record NameTaken(String name) implements UpdateResult {}

  /** There is no data source with this id in the environment. */
  record NotFound() implements UpdateResult {}
}
