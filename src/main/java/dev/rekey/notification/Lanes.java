package dev.rekey.notification;

import dev.rekey.notification.Endpoint.Coalescing;
import dev.rekey.notification.Outbox.Pending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be told, lane by lane.
 *
 * @param ready one lane each; a lane is a list of parcels, to be told one after the other
 * @param nextAfter when a burst that goes on may be over; zero where there is none
 */
record Lanes(List<List<List<Pending>>> ready, Duration nextAfter) {
  /**
   * @param pending in order
   * @param full whether there may be more than these
   */
  static Lanes of(
      List<Pending> pending, Optional<Coalescing> coalescing, boolean full, Instant now) {
    Map<String, List<Pending>> lanes = new LinkedHashMap<>();
    pending.forEach(each -> lanes.computeIfAbsent(each.lane(), _ -> new ArrayList<>()).add(each));
    if (coalescing.isEmpty()) {
      return new Lanes(
          lanes.values().stream().map(lane -> lane.stream().map(List::of).toList()).toList(),
          Duration.ZERO);
    }
    List<List<List<Pending>>> ready = new ArrayList<>();
    Duration nextAfter = Duration.ZERO;
    for (List<Pending> lane : lanes.values()) {
      Duration left = full ? Duration.ZERO : left(lane, coalescing.get(), now);
      if (left.isPositive()) {
        nextAfter = nextAfter.isZero() || left.compareTo(nextAfter) < 0 ? left : nextAfter;
      } else {
        ready.add(List.of(lane));
      }
    }
    return new Lanes(ready, nextAfter);
  }

  /** For how long the burst of a lane may still go on. */
  private static Duration left(List<Pending> lane, Coalescing coalescing, Instant now) {
    Duration settled =
        Duration.between(now, lane.getLast().notification().at().plus(coalescing.settle()));
    Duration longest =
        Duration.between(now, lane.getFirst().notification().at().plus(coalescing.longest()));
    return settled.compareTo(longest) < 0 ? settled : longest;
  }
}
