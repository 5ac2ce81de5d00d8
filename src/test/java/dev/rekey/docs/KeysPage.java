package dev.rekey.docs;

import dev.rekey.datasource.Catalogue;
import dev.rekey.datasource.ConfigKey;
import dev.rekey.datasource.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The config keys of all kinds, as a page: {@code make docs} writes it. */
final class KeysPage {
  static final Path FILE = Path.of("docs", "config-keys.md");

  private static final String HEAD =
      """
      # Config keys

      What a data source of each kind is configured with. This page is made from the catalogue by `make docs`.

      A key that is *needed sometimes* is needed or useless depending on others. A *secret* is never shown
      unless it is asked for by name. A key that is not listed is kept, and no test looks at it.
      """;

  private KeysPage() {}

  /** Writes the page. */
  public static void main(String[] arguments) throws IOException {
    Files.writeString(FILE, text());
  }

  static String text() {
    return Stream.of(Kind.values())
        .map(KeysPage::section)
        .collect(Collectors.joining("", HEAD, ""));
  }

  private static String section(Kind kind) {
    return Catalogue.of(kind).stream()
        .map(KeysPage::row)
        .collect(
            Collectors.joining(
                "\n",
                "\n## "
                    + kind
                    + "\n\n| key | what it says | needed | secret | default |\n|---|---|---|---|---|\n",
                "\n"));
  }

  private static String row(ConfigKey key) {
    return "| %s | %s | %s | %s | %s |"
        .formatted(
            key.names().map(name -> "`" + name + "`").collect(Collectors.joining(", or ")),
            key.meaning().replace("|", "\\|"),
            switch (key.requirement()) {
              case REQUIRED -> "yes";
              case OPTIONAL -> "no";
              case CONDITIONAL -> "sometimes";
            },
            key.secret() ? "yes" : "",
            key.defaultValue().map(value -> "`" + value + "`").orElse(""));
  }
}
