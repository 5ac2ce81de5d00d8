package dev.rekey.ops.logging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Counts how often the same is said within a while, and says when it is enough. The same is one
 * message, before its values are put in, of one category and level. Remembers a bounded number of
 * messages. Thread-safe; does not block.
 */
public final class Repeats {
  private static final int REMEMBERED = 1_000;

  private final int most;
  private final long within;
  private final LongSupplier nanoClock;
  private final ReentrantLock lock = new ReentrantLock();

  /** In the order of their first line. */
  private final Map<Line, Count> counts = new LinkedHashMap<>();

  /**
   * @param most how often it may be said, at least 1
   * @param within from the first time it is said
   * @param nanoClock as {@link System#nanoTime()}
   */
  public Repeats(int most, Duration within, LongSupplier nanoClock) {
    this.most = most;
    this.within = within.toNanos();
    this.nanoClock = nanoClock;
  }

  /**
   * What is said.
   *
   * @param message before its values are put in
   */
  public record Line(String category, String level, String message) {}

  /** What was said too often. */
  public record LeftOut(Line line, long count) {}

  private static final class Count {
    private final long since;
    private long said;

    Count(long since) {
      this.since = since;
    }
  }

  /** Whether it may be said once more. */
  public boolean mayBeSaid(Line line) {
    lock.lock();
    try {
      Count count = counts.get(line);
      if (count == null) {
        if (counts.size() >= REMEMBERED) {
          // Too many different ones to be repeats of anything.
          return true;
        }
        count = new Count(nanoClock.getAsLong());
        counts.put(line, count);
      }
      count.said++;
      return count.said <= most;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what is over, and gives what was left out meanwhile. To be called now and then. */
  public List<LeftOut> over() {
    List<LeftOut> leftOut = new ArrayList<>();
    lock.lock();
    try {
      long now = nanoClock.getAsLong();
      Iterator<Map.Entry<Line, Count>> oldest = counts.entrySet().iterator();
      while (oldest.hasNext()) {
        Map.Entry<Line, Count> each = oldest.next();
        if (now - each.getValue().since < within) {
          break;
        }
        if (each.getValue().said > most) {
          leftOut.add(new LeftOut(each.getKey(), each.getValue().said - most));
        }
        oldest.remove();
      }
    } finally {
      lock.unlock();
    }
    return leftOut;
  }
}
