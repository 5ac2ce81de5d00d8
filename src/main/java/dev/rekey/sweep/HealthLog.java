package dev.rekey.sweep;

import java.util.List;
import java.util.Optional;

/** What the sweeps found, for reading. Calls block and may be made from many threads at once. */
public interface HealthLog {
  /** The data sources of an environment that match, by name. */
  List<SourceHealth> list(Query query);

  /**
   * @param dataSource only the one with this name
   * @param after only those whose names come after this one
   * @param limit at most this many, at least 1
   */
  record Query(
      String environment,
      Optional<String> dataSource,
      Optional<HealthState> state,
      Optional<String> after,
      int limit) {}
}
