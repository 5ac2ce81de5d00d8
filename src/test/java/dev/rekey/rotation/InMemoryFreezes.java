package dev.rekey.rotation;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Freezes that are forgotten at the end of a test. */
public final class InMemoryFreezes implements Freezes {
  private final Map<String, Freeze> freezes = new ConcurrentHashMap<>();

  @Override
  public Optional<Freeze> of(String environment, Instant now) {
    return lasting("", now).or(() -> lasting(environment, now));
  }

  private Optional<Freeze> lasting(String environment, Instant now) {
    return Optional.ofNullable(freezes.get(environment)).filter(freeze -> freeze.lasts(now));
  }

  @Override
  public void set(Freeze freeze) {
    freezes.put(freeze.environment().orElse(""), freeze);
  }

  @Override
  public void lift(Optional<String> environment, Instant now) {
    freezes.remove(environment.orElse(""));
  }
}
