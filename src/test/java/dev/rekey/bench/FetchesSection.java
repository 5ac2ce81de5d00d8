package dev.rekey.bench;

import dev.rekey.testing.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How often a version of a secret is fetched, whatever the number of its data sources. */
final class FetchesSection implements Section {
  private static final List<Integer> FAN_OUTS = List.of(1, 200, 5_000);
  private static final int ROUNDS = 3;

  @Override
  public String title() {
    return """
        Fetches: calls of GetSecretValue for one new version of one secret, counted before a stand-in for AWS
        (moto); each round is a version, carried to every data source on a stand-in for PostgreSQL.""";
  }

  @Override
  public List<Figure> measure(Progress progress) {
    List<Figure> figures = new ArrayList<>();
    try (FetchesRig rig = new FetchesRig(FAN_OUTS)) {
      progress.say("The worker is ready, and the data sources are made.");
      for (int fanOut : FAN_OUTS) {
        figures.add(figure(rig, fanOut));
        progress.say("Carried %d versions to %d data sources.".formatted(ROUNDS, fanOut));
      }
    }
    return figures;
  }

  private static Figure figure(FetchesRig rig, int fanOut) {
    List<Double> fetches = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      fetches.add((double) rig.fetches(fanOut));
    }
    String what = String.format(Locale.ROOT, "fetches at fan-out %,d", fanOut);
    return Figure.of(what, fetches).bar(Bar.atMost(1));
  }
}
