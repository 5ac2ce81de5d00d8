package dev.rekey.rotation;

import dev.rekey.rotation.ChangeWindow.Rule;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Keeps rotations from beginning outside of their windows. What denies wins. */
public final class ChangeWindows implements Holds {
  /** How many windows are looked at before it counts as never. */
  private static final int LOOKED_AT = 1_000;

  private final List<ChangeWindow> windows;

  public ChangeWindows(List<ChangeWindow> windows) {
    this.windows = List.copyOf(windows);
  }

  @Override
  public Optional<Hold> of(Rotation rotation, Instant now) {
    List<ChangeWindow> own = windows.stream().filter(window -> window.isFor(rotation)).toList();
    List<ChangeWindow> denying = those(own, Rule.DENY);
    List<ChangeWindow> allowing = those(own, Rule.ALLOW);
    Instant begin = begin(denying, allowing, now);
    return begin.equals(now)
        ? Optional.empty()
        : Optional.of(
            new Hold(
                closes(denying, now).isPresent()
                    ? "a change window denies it."
                    : "it is outside of its change windows.",
                begin));
  }

  private static List<ChangeWindow> those(List<ChangeWindow> windows, Rule rule) {
    return windows.stream().filter(window -> window.rule() == rule).toList();
  }

  /** The first time from now on at which nothing is denied, and something allowed. */
  private static Instant begin(
      List<ChangeWindow> denying, List<ChangeWindow> allowing, Instant now) {
    Instant time = now;
    for (int i = 0; i < LOOKED_AT && time.isBefore(Hold.INDEFINITELY); i++) {
      Optional<Instant> denied = closes(denying, time);
      Optional<Instant> later =
          denied.isPresent() || allowing.isEmpty() ? denied : opens(allowing, time);
      if (later.isEmpty()) {
        return time;
      }
      time = later.get();
    }
    return Hold.INDEFINITELY;
  }

  /** When the last of the open ones closes; empty when none is open. */
  private static Optional<Instant> closes(List<ChangeWindow> windows, Instant time) {
    return windows.stream()
        .flatMap(window -> window.closes(time).stream())
        .max(Comparator.naturalOrder());
  }

  /** When the next one opens; empty when one is open. */
  private static Optional<Instant> opens(List<ChangeWindow> windows, Instant time) {
    return closes(windows, time).isPresent()
        ? Optional.empty()
        : Optional.of(
            windows.stream()
                .flatMap(window -> window.opens().nextAfter(time).stream())
                .min(Comparator.naturalOrder())
                .orElse(Hold.INDEFINITELY));
  }
}
