package dev.rekey.datasource;

/** A data source by name, as bindings know it. */
public record DataSourceRef(String environment, String name) {
  @Override
  public String toString() {
    return environment + "/" + name;
  }
}
