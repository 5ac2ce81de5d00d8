package dev.rekey.datasource;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The audit. What a change of a data source adds to it is written together with the change; what
 * people ask of the worker is written before it is done. Thread-safe; calls block.
 */
public interface AuditLog {
  /** Says durably that someone asks for something. */
  void tell(Instant at, Actor actor, String action, DataSourceRef dataSource, Set<String> keys);

  /**
   * The newest entries of an environment, newest first.
   *
   * @param name only those of the data source with this name
   * @param limit at most this many, at least 1
   */
  List<AuditEntry> list(String environment, Optional<String> name, int limit);
}
