package dev.rekey.cli.console;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values as people read them, on one line each. */
public final class Texts {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  private Texts() {}

  static String of(Object value) {
    return switch (value) {
      case Instant time -> TIME.format(time);
      case List<?> list -> list.stream().map(Texts::of).collect(Collectors.joining(", "));
      case Item item -> of(item.fields());
      case Boolean truth -> truth ? "yes" : "no";
      default -> visible(value.toString());
    };
  }

  private static String of(Map<String, Object> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + of(field.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** What came from elsewhere must not move the cursor, or colour the rest of the screen. */
  public static String visible(String text) {
    if (text.chars().noneMatch(Character::isISOControl)) {
      return text;
    }
    var shown = new StringBuilder();
    text.chars()
        .forEach(
            each -> {
              if (each == '\n') {
                shown.append("\\n");
              } else if (Character.isISOControl(each)) {
                shown.append("\\u%04x".formatted(each));
              } else {
                shown.append((char) each);
              }
            });
    return shown.toString();
  }
}
