package dev.rekey.datasource;

import java.util.List;
import java.util.Optional;

/**
 * The audit, for reading. What is read here was written together with the change that it tells of.
 */
@FunctionalInterface
public interface AuditLog {
  /**
   * The newest entries of an environment, newest first.
   *
   * @param name only those of the data source with this name
   * @param limit at most this many, at least 1
   */
  List<AuditEntry> list(String environment, Optional<String> name, int limit);
}
