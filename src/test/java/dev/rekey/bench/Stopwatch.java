package dev.rekey.bench;

/** How long something takes. */
final class Stopwatch {
  private static final double NANOS_PER_SECOND = 1e9;

  private Stopwatch() {}

  static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / NANOS_PER_SECOND;
  }
}
