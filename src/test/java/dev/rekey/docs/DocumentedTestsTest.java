package dev.rekey.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the tests that a page names are there. */
class DocumentedTestsTest {
  private static final Path TESTS = Path.of("src", "test", "java");
  private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z0-9]+)#([a-zA-Z0-9]+)`");

  /** A row of a table; the line below its head says nothing. */
  private static final Pattern ROW = Pattern.compile("\\|(?!-).*[^-]\\|");

  @ParameterizedTest
  @ValueSource(strings = {"docs/threat-model.md", "docs/wire-behaviour.md"})
  void everyTestThatThePageNamesIsThere(String page) throws IOException {
    Map<String, String> sources = sources();

    List<String> missing =
        NAMED
            .matcher(Files.readString(Path.of(page)))
            .results()
            .filter(named -> !isThere(sources.get(named.group(1)), named.group(2)))
            .map(named -> named.group(1) + "#" + named.group(2))
            .toList();

    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/threat-model.md", "docs/wire-behaviour.md"})
  void everyRowOfATableOfTestsNamesOne(String page) throws IOException {
    boolean inTable = false;
    for (String line : Files.readAllLines(Path.of(page))) {
      boolean head = line.endsWith("| tests |");
      boolean row = ROW.matcher(line).matches();
      if (inTable && row) {
        assertThat(NAMED.matcher(line).find()).as("names a test: %s", line).isTrue();
      }
      inTable = head || (inTable && line.startsWith("|"));
    }
  }

  private static boolean isThere(String source, String test) {
    return source != null
        && Pattern.compile("(void|ArchRule)\\s+" + test + "\\b").matcher(source).find();
  }

  private static Map<String, String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(TESTS)) {
      Map<String, String> sources = new TreeMap<>();
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        sources.merge(name, Files.readString(file), String::concat);
      }
      return sources;
    }
  }
}
