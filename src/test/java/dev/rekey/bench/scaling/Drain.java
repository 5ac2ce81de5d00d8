package dev.rekey.bench.scaling;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How a burst went.
 *
 * @param ended how often each rotation came to its end
 * @param seconds from the first to the last
 * @param use which part of each limit was used, 0 to 1; of those of a worker, by the busiest one
 */
record Drain(
    List<Integer> ended,
    double seconds,
    long commits,
    long fetches,
    Map<Limit, Double> use,
    Limit limit) {
  Drain {
    ended = List.copyOf(ended);
    use = Map.copyOf(use);
  }

  /** Rotations a second, with the beginning and the end. */
  double perSecond() {
    return ended.size() / seconds;
  }

  /** How long so many would take; a little too long, for the beginning and the end count again. */
  double secondsFor(long rotations) {
    return rotations / perSecond();
  }

  /** The limit that is used most; where too few workers hear of anything, it is that. */
  static Limit limit(Map<Limit, Double> use, Deployment deployment) {
    Limit most =
        new EnumMap<>(use)
            .entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    return most.isOfAWorker() && deployment.hearing() < deployment.workers()
        ? Limit.PARTITIONS
        : most;
  }
}
