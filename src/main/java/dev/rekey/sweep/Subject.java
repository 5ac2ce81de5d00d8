package dev.rekey.sweep;

import dev.rekey.sweep.SweepLog.Run;
import java.util.List;
import java.util.Optional;

/**
 * What a kind of sweep looks at, and what it makes of it. Calls block; {@link #look} is made from
 * many threads at once.
 *
 * @param <T> what is looked at
 * @param <R> what is seen
 */
interface Subject<T, R> {
  /** How many there are to look at in an environment. */
  long count(String environment);

  /**
   * Some of them, in the order of their positions.
   *
   * @param after the position after which they begin; empty for the first ones
   * @param limit at most this many
   */
  Page<T> page(Run run, String after, int limit);

  /**
   * Looks at one.
   *
   * @return empty when it is there no more
   */
  Optional<R> look(T one);

  /** Acts on what was seen of a page, which is done again when the worker dies before its end. */
  void conclude(Run run, Page<T> page, List<R> seen) throws InterruptedException;

  /** Acts on what was seen in all. */
  default void end(Run run) {}

  /**
   * @param items those that are looked at; may be fewer than were read
   * @param read the positions of all that were read; none at the end
   */
  record Page<T>(List<T> items, List<String> read) {
    boolean isBeyondTheEnd() {
      return read.isEmpty();
    }

    String last() {
      return read.getLast();
    }
  }
}
