package dev.rekey.bench;

import dev.rekey.testing.Progress;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What the small things take that are done for every event and every rotation. */
final class MicroSection implements Section {
  private static final TimeValue SECOND = TimeValue.seconds(1);
  private static final int WARM_UPS = 3;
  private static final int ITERATIONS = 5;

  @Override
  public String title() {
    return """
        Small things on the way of an event, by JMH: one thread, one JVM of its own for each, %d
        iterations of a second after %d to warm up."""
        .formatted(ITERATIONS, WARM_UPS);
  }

  @Override
  public List<Figure> measure(Progress progress) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include("^dev\\.rekey\\..*Benchmark\\..*")
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.MICROSECONDS)
            .forks(1)
            .warmupTime(SECOND)
            .warmupIterations(WARM_UPS)
            .measurementTime(SECOND)
            .measurementIterations(ITERATIONS)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    return new Runner(options).run().stream().map(MicroSection::figure).toList();
  }

  private static Figure figure(RunResult result) {
    List<Double> iterations =
        result.getBenchmarkResults().stream()
            .flatMap(fork -> fork.getIterationResults().stream())
            .map(iteration -> iteration.getPrimaryResult().getScore())
            .toList();
    return Figure.of(words(result.getParams().getBenchmark()) + ", µs", iterations);
  }

  /** What a method is called, as a person would write it. */
  private static String words(String benchmark) {
    return benchmark
        .substring(benchmark.lastIndexOf('.') + 1)
        .replaceAll("(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }
}
