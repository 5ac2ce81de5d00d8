package dev.rekey.datasource;

/**
 * Who changes a data source, for the audit.
 *
 * @param name {@code client/<id>} for a caller of the API, {@code rotation/<id>} for the worker,
 *     {@code event/<source>} for news
 */
public record Actor(String name) {
  public static Actor client(String id) {
    return new Actor("client/" + id);
  }

  public static Actor event(String source) {
    return new Actor("event/" + source);
  }

  public static Actor rotation(String id) {
    return new Actor("rotation/" + id);
  }
}
