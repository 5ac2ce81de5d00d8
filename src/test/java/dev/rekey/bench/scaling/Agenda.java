package dev.rekey.bench.scaling;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What happens when, in seconds of the model. What is due at one time goes in order of entry. */
final class Agenda {
  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(Comparator.comparingDouble(Entry::at).thenComparingLong(Entry::number));
  private double now;
  private long number;

  private record Entry(double at, long number, Runnable what) {}

  double now() {
    return now;
  }

  void in(double seconds, Runnable what) {
    entries.add(new Entry(now + seconds, number++, what));
  }

  /** Until there is nothing left to do. */
  void run() {
    for (Entry next = entries.poll(); next != null; next = entries.poll()) {
      now = next.at();
      next.what().run();
    }
  }
}
