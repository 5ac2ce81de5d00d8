package dev.rekey.bench;

import dev.rekey.testing.Progress;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
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
 * Measures what design §7 has bars for, all of it twice, each section in a JVM of its own, and
 * writes docs/benchmarks.md; or only the sections named, once, and writes nothing but
 * target/bench/NAME.md. Exit code 0 whatever the figures are.
 */
public final class Bench {
  private static final int RUNS = 2;
  private static final Path MEASURED = Path.of("target", "bench");
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

  /** Takes the names of sections. */
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
    Files.createDirectories(MEASURED);
    if (names.length == 0) {
      all();
    }
    for (String name : names) {
      measure(name);
    }
    // Servers that are shared end with the JVM.
    System.exit(0);
  }

  private static void all() throws IOException, InterruptedException {
    List<String> runs = new ArrayList<>();
    for (int i = 1; i <= RUNS; i++) {
      System.out.printf("Run %d of %d%n", i, RUNS);
      List<String> tables = new ArrayList<>();
      for (String name : SECTIONS.keySet()) {
        inItsOwnJvm(name);
        tables.add(Files.readString(file(name)));
      }
      runs.add(String.join("\n", tables));
    }
    new BenchmarksPage(LocalDate.now(ZoneOffset.UTC), runs).write(Path.of("docs/benchmarks.md"));
  }

  private static void inItsOwnJvm(String name) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Bench.class.getName(), name));
    int code = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IllegalStateException("section " + name + " ended with " + code);
    }
  }

  private static void measure(String name) throws Exception {
    var progress = new Progress(System.out);
    progress.say("Section " + name);
    Section section = SECTIONS.get(name).get();
    Measured measured = new Measured(section.title(), section.measure(progress));
    System.out.println(measured.table());
    Files.writeString(file(name), measured.table());
  }

  private static Path file(String name) {
    return MEASURED.resolve(name + ".md");
  }
}
