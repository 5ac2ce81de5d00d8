package dev.rekey.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What pages and settings tell people to type is there; docs/cli.md is made of the commands. */
class NamedCommandsTest {
  private static final Pattern HEADING = Pattern.compile("(?m)^## `rekey ([a-z]+(?: [a-z]+)?)");
  private static final Pattern NAMED =
      Pattern.compile("(?m)(?:`|^ *|: )rekey ([a-z]+)(?: ([a-z|]+))?");

  @Test
  void everyCommandThatIsNamedIsThere() throws IOException {
    Set<String> commands =
        HEADING
            .matcher(text(Path.of("docs", "cli.md")))
            .results()
            .map(heading -> heading.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    List<String> named = pages().flatMap(page -> named(text(page))).distinct().toList();

    assertThat(named)
        .hasSizeGreaterThan(20)
        .allSatisfy(
            words ->
                assertThat(commands)
                    .as("rekey " + words)
                    .containsAnyOf(words, words.replaceFirst(" .*", "")));
  }

  private static Stream<Path> pages() throws IOException {
    try (Stream<Path> decisions = Files.list(Path.of("docs", "decisions"))) {
      return Stream.concat(
          Stream.of(
              Path.of("README.md"),
              Path.of("config", "rekey.yaml"),
              Path.of("deploy", "monitoring", "alerts.yaml"),
              Path.of("docs", "operations.md"),
              Path.of("docs", "notifications.md"),
              Path.of("docs", "threat-model.md")),
          decisions.toList().stream());
    }
  }

  /** {@code bindings list|check} names two. */
  private static Stream<String> named(String page) {
    Matcher matcher = NAMED.matcher(page);
    return matcher.results().flatMap(NamedCommandsTest::commands);
  }

  private static Stream<String> commands(MatchResult named) {
    return named.group(2) == null
        ? Stream.of(named.group(1))
        : Stream.of(named.group(2).split("\\|")).map(each -> named.group(1) + " " + each);
  }

  private static String text(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
