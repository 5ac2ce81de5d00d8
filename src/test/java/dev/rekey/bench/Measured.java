package dev.rekey.bench;

import java.util.List;
import java.util.stream.Collectors;

/** What one section came to. */
record Measured(String title, List<Figure> figures) {
  private static final String HEAD =
      """
      | what | Rekey | compared to | its value | ratio | bar | met |
      |---|---|---|---|---|---|---|
      """;

  String table() {
    return figures.stream()
        .map(figure -> figure.row() + "\n")
        .collect(Collectors.joining("", title + "\n\n" + HEAD, ""));
  }
}
