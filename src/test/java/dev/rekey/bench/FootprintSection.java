package dev.rekey.bench;

import dev.rekey.deploy.Footprint;
import dev.rekey.deploy.Footprint.Start;
import dev.rekey.testing.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** How fast each form of the worker is ready, and what it takes when it is idle. */
final class FootprintSection implements Section {
  private static final int ROUNDS = 5;
  private static final double KIB_PER_MIB = 1024;
  private static final String PACKAGED = "JVM, as packaged";
  private static final Map<String, Bar> READY =
      Map.of("JVM, AOT cache", Bar.atMost(1_500), "native", Bar.atMost(100));
  private static final Map<String, Bar> IDLE = Map.of("native", Bar.atMost(96));

  @Override
  public String title() {
    return """
        Footprint: from the start of the process to a ready worker with an empty SQLite store, and its resident
        memory 5 s later, idle; with the JVM options of the image. Forms that are not built here are left out
        (the native executable needs a Mandrel).""";
  }

  @Override
  public List<Figure> measure(Progress progress) throws IOException, InterruptedException {
    Map<String, List<String>> forms = Footprint.forms();
    Map<String, List<Start>> starts = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (Map.Entry<String, List<String>> form : forms.entrySet()) {
        starts
            .computeIfAbsent(form.getKey(), _ -> new ArrayList<>())
            .add(Footprint.start(form.getValue()));
      }
      progress.say("Round %d of %d is done.".formatted(round + 1, ROUNDS));
    }
    List<Figure> figures = new ArrayList<>();
    starts.forEach(
        (form, each) -> {
          figures.add(figure("ready, ms: ", form, starts, Start::readyMillis, READY));
          figures.add(figure("CPU until then, ms: ", form, starts, Start::cpuMillis, Map.of()));
          figures.add(
              figure("idle RSS, MiB: ", form, starts, start -> start.rssKib() / KIB_PER_MIB, IDLE));
        });
    return figures;
  }

  private static Figure figure(
      String what,
      String form,
      Map<String, List<Start>> starts,
      ToDoubleFunction<Start> value,
      Map<String, Bar> bars) {
    Figure figure = Figure.of(what + form, values(starts.get(form), value));
    if (!form.equals(PACKAGED)) {
      figure = figure.against("as packaged", values(starts.get(PACKAGED), value));
    }
    return bars.containsKey(form) ? figure.bar(bars.get(form)) : figure;
  }

  private static List<Double> values(List<Start> starts, ToDoubleFunction<Start> value) {
    return starts.stream().mapToDouble(value).boxed().toList();
  }
}
