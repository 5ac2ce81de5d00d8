package dev.rekey.bench;

import dev.rekey.testing.Progress;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** From the event in hand to the verdict, one rotation at a time, against the same calls. */
final class RotationSection implements Section {
  private static final int WARM_UP = 500;
  private static final int ROTATIONS = 200;
  private static final int ROUNDS = 3;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double HALF = 0.5;
  private static final double MOST = 0.99;

  /** One round: each bare rotation was followed by one of the worker's. */
  private record Round(List<BareRotations.Times> bare, List<Map<Step, Long>> rekey) {}

  @Override
  public String title() {
    return """
        Rotation: event in hand to verdict journalled, ms, %d in each round, one by one, on a real
        PostgreSQL, from a real Kafka and a directory of secrets; store: SQLite, every write durable. The times
        are those of the worker's own spans, with traces sent. By turns with each, the same calls back to back
        on one thread of this process: the secret's file read and parsed, the sealed key read, opened, sealed and
        updated in an open SQLite file (one durable commit), connect and select 1 with the driver, and %d durable
        inserts, as many as the journal's writes. %d of each come before, for warm-up. The worker runs on a JVM
        with the options of its image."""
        .formatted(ROTATIONS, BareRotations.INSERTS, WARM_UP);
  }

  @Override
  public List<Figure> measure(Progress progress) throws Exception {
    List<Round> rounds = new ArrayList<>();
    try (BareRotations bare = new BareRotations();
        WorkerRotations worker = new WorkerRotations()) {
      var _ = round(WARM_UP, bare, worker);
      for (int i = 0; i < ROUNDS; i++) {
        rounds.add(round(ROTATIONS, bare, worker));
        progress.say("Round %d of %d is done.".formatted(i + 1, ROUNDS));
      }
    }
    return figures(rounds);
  }

  private static Round round(int rotations, BareRotations bare, WorkerRotations worker)
      throws IOException, SQLException {
    List<BareRotations.Times> bares = new ArrayList<>();
    List<String> traces = new ArrayList<>();
    for (int i = 0; i < rotations; i++) {
      bares.add(bare.rotate());
      traces.add(worker.rotate());
    }
    return new Round(bares, traces.stream().map(worker::times).toList());
  }

  private static List<Figure> figures(List<Round> rounds) {
    List<Figure> figures = new ArrayList<>();
    figures.add(
        total("in all, p50", HALF, rounds, "the same calls", BareRotations.Times::all)
            .bar(Bar.ratioAtMost(1.25)));
    figures.add(total("in all, p99", MOST, rounds, "the same calls", BareRotations.Times::all));
    String less = "the same calls without the inserts";
    figures.add(total("in all, p50", HALF, rounds, less, BareRotations.Times::withoutInserts));
    figures.add(total("in all, p99", MOST, rounds, less, BareRotations.Times::withoutInserts));
    for (Step step : Step.values()) {
      figures.add(step(step, "p50", HALF, rounds));
      figures.add(step(step, "p99", MOST, rounds));
    }
    return figures;
  }

  private static Figure total(
      String what,
      double share,
      List<Round> rounds,
      String against,
      ToLongFunction<BareRotations.Times> bare) {
    return Figure.of(
            what, rekey(share, rounds, times -> times.values().stream().mapToLong(n -> n).sum()))
        .against(against, bare(share, rounds, bare));
  }

  private static Figure step(Step step, String name, double share, List<Round> rounds) {
    Figure figure =
        Figure.of(step.title() + ", " + name, rekey(share, rounds, times -> times.get(step)));
    return switch (step) {
      case FETCHED ->
          figure.against("file read and parsed", bare(share, rounds, BareRotations.Times::fetched));
      case WRITTEN ->
          figure.against("key read and updated", bare(share, rounds, BareRotations.Times::written));
      case TESTED ->
          figure.against("connect and select", bare(share, rounds, BareRotations.Times::tested));
      case RECORDED, PREPARED, APPLIED, COMMITTED ->
          figure.against(
              "one insert", bare(share, rounds, times -> times.inserted() / BareRotations.INSERTS));
    };
  }

  private static List<Double> rekey(
      double share, List<Round> rounds, ToDoubleFunction<Map<Step, Long>> nanos) {
    return rounds.stream().map(round -> millis(share, round.rekey(), nanos)).toList();
  }

  private static List<Double> bare(
      double share, List<Round> rounds, ToLongFunction<BareRotations.Times> nanos) {
    return rounds.stream().map(round -> millis(share, round.bare(), nanos::applyAsLong)).toList();
  }

  private static <T> double millis(double share, List<T> all, ToDoubleFunction<T> nanos) {
    return Spread.percentile(share, all.stream().mapToDouble(nanos)) / NANOS_PER_MILLI;
  }
}
