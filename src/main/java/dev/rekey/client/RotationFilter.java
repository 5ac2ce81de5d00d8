package dev.rekey.client;

import java.util.Optional;

/**
 * Which rotations are asked for.
 *
 * @param dataSource only those of the data source with this name
 * @param state only those in this state
 * @param limit at most this many, at least 1
 */
public record RotationFilter(
    Optional<String> dataSource, Optional<RotationState> state, int limit) {
  /**
   * @throws InvalidArgumentException when the limit is less than 1
   */
  public RotationFilter {
    if (limit < 1) {
      throw new InvalidArgumentException("limit: must be at least 1");
    }
  }

  /** The newest rotations, whatever they are of. */
  public static RotationFilter newest(int limit) {
    return new RotationFilter(Optional.empty(), Optional.empty(), limit);
  }

  public RotationFilter ofDataSource(String name) {
    return new RotationFilter(Optional.of(name), state, limit);
  }

  public RotationFilter inState(RotationState wanted) {
    return new RotationFilter(dataSource, Optional.of(wanted), limit);
  }
}
