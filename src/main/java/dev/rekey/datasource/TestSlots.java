package dev.rekey.datasource;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Bounds how many tests are under way at one time: of each kind, and over all. Who comes first is
 * served first. Thread-safe.
 */
public final class TestSlots {
  private final Semaphore overall;
  private final Map<Kind, Semaphore> ofKind = new EnumMap<>(Kind.class);

  /**
   * @param overall at least 1
   * @param ofKind how many tests of a kind, at least 1
   */
  public TestSlots(int overall, ToIntFunction<Kind> ofKind) {
    this.overall = new Semaphore(overall, true);
    for (Kind kind : Kind.values()) {
      this.ofKind.put(kind, new Semaphore(ofKind.applyAsInt(kind), true));
    }
  }

  /**
   * Waits for a slot, and runs the test in it. Who waits for a slot of its kind takes none of the
   * others away: data sources that hang hold up their own kind alone.
   *
   * @throws InterruptedException when interrupted while it waits; the test was not run then
   */
  public <T> T run(Kind kind, Supplier<T> test) throws InterruptedException {
    Semaphore own = ofKind.get(kind);
    own.acquire();
    try {
      overall.acquire();
      try {
        return test.get();
      } finally {
        overall.release();
      }
    } finally {
      own.release();
    }
  }
}
