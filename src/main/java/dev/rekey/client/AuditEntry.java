package dev.rekey.client;

import java.time.Instant;
import java.util.List;

/**
 * Who did what to a data source. Names keys, never values.
 *
 * @param sequence grows with every entry
 * @param actor a client of the API, or {@code rotation/<id>} for the worker itself
 * @param dataSource the name of the data source
 * @param keys the config keys concerned
 */
public record AuditEntry(
    long sequence,
    Instant at,
    String actor,
    String action,
    String environmentId,
    String dataSource,
    List<String> keys,
    String result) {
  public AuditEntry {
    keys = List.copyOf(keys);
  }
}
