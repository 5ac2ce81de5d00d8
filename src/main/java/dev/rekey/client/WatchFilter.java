package dev.rekey.client;

import java.util.Optional;

/**
 * Which rotations are watched.
 *
 * @param dataSource only those of the data source with this name
 * @param state only those that are in this state when they are told
 * @param includeOpen whether those that are open come first
 */
public record WatchFilter(
    Optional<String> dataSource, Optional<RotationState> state, boolean includeOpen) {

  /** All that change from now on. */
  public static WatchFilter everything() {
    return new WatchFilter(Optional.empty(), Optional.empty(), false);
  }

  public WatchFilter ofDataSource(String name) {
    return new WatchFilter(Optional.of(name), state, includeOpen);
  }

  public WatchFilter inState(RotationState wanted) {
    return new WatchFilter(dataSource, Optional.of(wanted), includeOpen);
  }

  /** First all that are open now. */
  public WatchFilter fromOpen() {
    return new WatchFilter(dataSource, state, true);
  }
}
