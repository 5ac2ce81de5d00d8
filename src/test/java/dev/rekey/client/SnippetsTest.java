package dev.rekey.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whether the Javadoc shows what {@link ExamplesTest} runs. */
class SnippetsTest {
  private static final Path SOURCES = Path.of("src", "main", "java", "dev", "rekey", "client");
  private static final Path EXAMPLES =
      Path.of("src", "test", "java", "dev", "rekey", "client", "ExamplesTest.java");
  private static final Pattern SHOWN =
      Pattern.compile(
          "\\{@snippet[\\s*]+class=\"ExamplesTest\"[\\s*]+region=\"([^\"]+)\"[\\s*]*\\}");
  private static final Pattern RUN = Pattern.compile("@start region=\"([^\"]+)\"");

  @Test
  void everySnippetIsRunAndEveryExampleIsShown() throws IOException {
    assertThat(shown()).isEqualTo(matches(RUN, Files.readString(EXAMPLES)));
  }

  @Test
  void everyCallHasAnExample() throws IOException {
    Set<String> calls =
        Stream.of(
                Datasources.class,
                Secrets.class,
                Environments.class,
                Rotations.class,
                Notifications.class,
                Bindings.class,
                Sweeps.class,
                Admin.class)
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
            .map(SnippetsTest::region)
            .collect(Collectors.toSet());

    assertThat(shown()).containsAll(calls);
  }

  private static String region(Method method) {
    return method.getDeclaringClass().getSimpleName().toLowerCase(Locale.ROOT)
        + "."
        + method.getName();
  }

  private static Set<String> shown() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      Set<String> shown = new TreeSet<>();
      for (Path file : files.toList()) {
        shown.addAll(matches(SHOWN, Files.readString(file)));
      }
      return shown;
    }
  }

  private static Set<String> matches(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(each -> each.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
