package dev.rekey.bench;

import dev.rekey.testing.Concurrently;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.DoubleStream;

/** The same call again and again, by a number of callers that each wait for their answer. */
final class Load {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MILLI = 1e6;

  private Load() {}

  /**
   * @param perSecond calls a second, over all callers
   * @param slowMillis what all but one in a hundred stayed below
   */
  record Pace(double perSecond, double slowMillis) {}

  /**
   * Makes calls for so long.
   *
   * @param call is told which caller makes it, from 0
   */
  static Pace run(int callers, Duration length, IntConsumer call) {
    long start = System.nanoTime();
    long end = start + length.toNanos();
    List<DoubleStream> tookMillis =
        Concurrently.times(
            callers,
            caller -> {
              DoubleStream.Builder took = DoubleStream.builder();
              for (long from = System.nanoTime(); from < end; ) {
                call.accept(caller);
                long now = System.nanoTime();
                took.add((now - from) / NANOS_PER_MILLI);
                from = now;
              }
              return took.build();
            });
    double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
    double[] all = tookMillis.stream().flatMapToDouble(each -> each).toArray();
    return new Pace(all.length / seconds, Spread.percentile(0.99, DoubleStream.of(all)));
  }
}
