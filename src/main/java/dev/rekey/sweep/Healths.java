package dev.rekey.sweep;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.DataSource;
import dev.rekey.datasource.DataSourceRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How data sources are, durably. Calls block and may be made from many threads at once; what they
 * wrote is on disk when they return. An exception means that the store is broken or away.
 */
public interface Healths {
  /** When each of these data sources was tested last; without those that never were. */
  Map<String, Instant> lastTested(Collection<String> ids);

  /**
   * Remembers tests.
   *
   * @param run the id of the sweep that made them
   * @param skipped the ids of the data sources that it left out, and that are there all the same
   * @return how each of the tested is now, and how it was
   */
  List<Change> record(String run, List<Tested> tested, Collection<String> skipped);

  /**
   * Forgets the data sources of an environment that a sweep has not seen.
   *
   * @return the forgotten ones
   */
  List<DataSourceRef> forget(String environment, String run);

  /** A test of a data source. */
  record Tested(DataSource dataSource, Instant at, TestResult result, Duration latency) {
    Check check() {
      return new Check(at, result.verdict(), latency);
    }

    /** How the data source is after it. */
    public Health after(Optional<Health> before) {
      return before.orElseGet(() -> Health.unknown(at)).after(check(), result.message());
    }
  }

  /**
   * How a test left a data source.
   *
   * @param before in what state it was
   */
  record Change(HealthState before, SourceHealth now) {
    /** It has come into trouble. */
    public boolean isUnhealthy() {
      return !before.isTrouble() && now.health().state().isTrouble();
    }

    /** It has come out of trouble. */
    public boolean isRecovered() {
      return before.isTrouble() && !now.health().state().isTrouble();
    }
  }
}
