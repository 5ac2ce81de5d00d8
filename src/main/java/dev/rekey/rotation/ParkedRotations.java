package dev.rekey.rotation;

import dev.rekey.datasource.DataSourceRef;
import java.util.Collection;

/** What waits for its data source to answer. Thread-safe. */
@FunctionalInterface
public interface ParkedRotations {
  /**
   * Says that data sources answer: what is parked for them goes on at once, in whatever worker it
   * was parked. Blocks while the journal is asked, not while they go on.
   */
  void reachable(Collection<DataSourceRef> answering);
}
