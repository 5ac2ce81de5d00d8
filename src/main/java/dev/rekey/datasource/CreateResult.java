package dev.rekey.datasource;

/** What became of a creation. */
public sealed interface CreateResult {
  record Created(DataSource dataSource) implements CreateResult {}

  /** Another data source of the environment has this name. */
  record NameTaken(String name) implements CreateResult {}
}
