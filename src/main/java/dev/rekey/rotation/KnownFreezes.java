package dev.rekey.rotation;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Asks for a freeze again only when what is known of it is old: rotations ask for it at each of
 * their steps. Thread-safe.
 */
public final class KnownFreezes implements Freezes {
  private final Freezes freezes;
  private final Duration keep;
  private final LongSupplier nanoClock;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /**
   * @param keep how old it may be
   */
  public KnownFreezes(Freezes freezes, Duration keep, LongSupplier nanoClock) {
    this.freezes = freezes;
    this.keep = keep;
    this.nanoClock = nanoClock;
  }

  private record Known(Optional<Freeze> freeze, long at) {}

  @Override
  public Optional<Freeze> of(String environment, Instant now) {
    long reading = nanoClock.getAsLong();
    Known last = known.get(environment);
    if (last == null || reading - last.at() > keep.toNanos()) {
      last = new Known(freezes.of(environment, now), reading);
      known.put(environment, last);
    }
    return last.freeze().filter(freeze -> freeze.lasts(now));
  }

  @Override
  public void set(Freeze freeze) {
    freezes.set(freeze);
    known.clear();
  }

  @Override
  public void lift(Optional<String> environment, Instant now) {
    freezes.lift(environment, now);
    known.clear();
  }
}
