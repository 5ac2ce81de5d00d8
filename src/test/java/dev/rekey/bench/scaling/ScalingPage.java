package dev.rekey.bench.scaling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables in docs/scaling.md: {@code make docs} writes them, and leaves the words alone. */
final class ScalingPage {
  static final Path FILE = Path.of("docs", "scaling.md");

  private static final String PLACE = "(<!-- model: %s -->\n).*?(<!-- end -->)";

  private ScalingPage() {}

  /** Writes the tables into the page, and prints them. */
  public static void main(String[] arguments) throws IOException {
    Map<String, String> tables = tables();
    tables.values().forEach(System.out::println);
    Files.writeString(FILE, with(tables, Files.readString(FILE)));
  }

  static Map<String, String> tables() {
    MeasuredFigures figures = MeasuredFigures.MEASURED;
    var bursts = new BurstTables(figures);
    var quiet = new QuietTables(figures);
    Map<String, String> tables = new LinkedHashMap<>();
    tables.put("workers", bursts.adds());
    tables.put("bursts", bursts.drains());
    tables.put("limits", BurstTables.limits());
    tables.put("day", quiet.day());
    tables.put("health", quiet.health());
    tables.put("drift", QuietTables.drift());
    return tables;
  }

  /** The page with these tables, each of which has its place there. */
  static String with(Map<String, String> tables, String page) {
    String written = page;
    for (Map.Entry<String, String> table : tables.entrySet()) {
      Matcher place =
          Pattern.compile(PLACE.formatted(table.getKey()), Pattern.DOTALL).matcher(written);
      if (!place.find()) {
        throw new IllegalArgumentException("no place for the table " + table.getKey());
      }
      written = place.replaceFirst("$1\n" + Matcher.quoteReplacement(table.getValue()) + "\n$2");
    }
    return written;
  }
}
