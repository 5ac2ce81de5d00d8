package dev.rekey.client;

import java.util.Optional;

/**
 * Of which data sources the health is asked for.
 *
 * @param dataSource only the one with this name
 * @param state only those in this state
 */
public record HealthFilter(Optional<String> dataSource, Optional<HealthState> state) {
  /** All of them. */
  public static final HealthFilter ALL = new HealthFilter(Optional.empty(), Optional.empty());

  public HealthFilter ofDataSource(String name) {
    return new HealthFilter(Optional.of(name), state);
  }

  public HealthFilter inState(HealthState wanted) {
    return new HealthFilter(dataSource, Optional.of(wanted));
  }
}
