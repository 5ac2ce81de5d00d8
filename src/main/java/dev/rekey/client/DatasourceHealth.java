package dev.rekey.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the sweeps found of a data source.
 *
 * @param kind such as POSTGRESQL
 * @param since when it came into this state
 * @param failingSince since when each test has failed; absent when the last one passed
 * @param message what the last test said
 * @param history the last tests, oldest first
 */
public record DatasourceHealth(
    String id,
    String name,
    String kind,
    HealthState state,
    Instant since,
    Optional<Instant> failingSince,
    String message,
    List<Check> history) {
  public DatasourceHealth {
    history = List.copyOf(history);
  }

  /** The last test, if there was one. */
  public Optional<Check> last() {
    return history.isEmpty() ? Optional.empty() : Optional.of(history.getLast());
  }

  /**
   * One test.
   *
   * @param verdict in a word, as in {@link BindingPlan}
   */
  public record Check(Instant at, String verdict, Duration latency) {}
}
