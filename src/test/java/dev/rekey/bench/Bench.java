package dev.rekey.bench;

import dev.rekey.testing.Progress;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Measures what design §7 has bars for, all of it twice, and writes docs/benchmarks.md; or only the
 * sections named, once, and writes nothing. Exit code 0 whatever the figures are.
 */
public final class Bench {
  private static final int RUNS = 2;

  private static final Map<String, Supplier<Section>> SECTIONS = sections();

  private Bench() {}

  private static Map<String, Supplier<Section>> sections() {
    Map<String, Supplier<Section>> sections = new LinkedHashMap<>();
    sections.put("rotation", RotationSection::new);
    sections.put("burst", BurstSection::new);
    sections.put("fetches", FetchesSection::new);
    sections.put("sweep", SweepSection::new);
    sections.put("journal", JournalSection::new);
    sections.put("api", ApiSection::new);
    sections.put("micro", MicroSection::new);
    sections.put("footprint", FootprintSection::new);
    return sections;
  }

  public static void main(String[] names) throws Exception {
    // Kafka's chatter is not part of the story.
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    Logger.getLogger("").setLevel(Level.WARNING);
    List<String> unknown =
        Arrays.stream(names).filter(name -> !SECTIONS.containsKey(name)).toList();
    if (!unknown.isEmpty()) {
      System.err.println("No section " + unknown + ". There are: " + SECTIONS.keySet());
      System.exit(2);
    }
    var progress = new Progress(System.out);
    if (names.length > 0) {
      run(List.of(names), progress).forEach(each -> System.out.println(each.table()));
    } else {
      List<List<Measured>> runs = new ArrayList<>();
      for (int i = 0; i < RUNS; i++) {
        progress.say("Run %d of %d".formatted(i + 1, RUNS));
        runs.add(run(List.copyOf(SECTIONS.keySet()), progress));
      }
      var page = new BenchmarksPage(LocalDate.now(ZoneOffset.UTC), runs);
      System.out.println(page.text());
      page.write(Path.of("docs", "benchmarks.md"));
    }
    // Servers that are shared end with the JVM.
    System.exit(0);
  }

  private static List<Measured> run(List<String> names, Progress progress) throws Exception {
    List<Measured> measured = new ArrayList<>();
    for (String name : names) {
      progress.say("Section " + name);
      Section section = SECTIONS.get(name).get();
      List<Figure> figures = section.measure(progress);
      figures.forEach(figure -> progress.say(figure.row()));
      measured.add(new Measured(section.title(), figures));
    }
    return measured;
  }
}
