package dev.rekey.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page for whoever runs Rekey. */
public final class OperationsPage {
  static final Path FILE = Path.of("docs", "operations.md");

  private static final String MARK = "<!-- metrics -->";
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(rekey_[a-z_]+)` \\|");

  private OperationsPage() {}

  /** The names in its table of metrics. */
  public static Set<String> metrics() throws IOException {
    String page = Files.readString(FILE);
    int begin = page.indexOf(MARK);
    Matcher row = ROW.matcher(page.substring(begin, page.indexOf(MARK, begin + 1)));
    Set<String> names = new TreeSet<>();
    while (row.find()) {
      names.add(row.group(1));
    }
    return names;
  }
}
