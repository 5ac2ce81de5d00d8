package dev.rekey.cli.console;

import dev.rekey.client.HealthState;
import dev.rekey.client.IntegrationKind;
import dev.rekey.client.InvalidArgumentException;
import dev.rekey.client.NotificationState;
import dev.rekey.client.RotationState;
import dev.rekey.client.SweepKind;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/**
 * What the texts of a command line mean. What they say against a text never quotes it: somebody may
 * have put a secret in the wrong place.
 */
public final class Converters {
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  private Converters() {}

  /** Teaches a command line, and all commands that it has by now. */
  public static void register(CommandLine line) {
    line.registerConverter(Path.class, Converters::path);
    line.registerConverter(Duration.class, Converters::time);
    line.registerConverter(int.class, Converters::number);
    line.registerConverter(long.class, Converters::longNumber);
    line.registerConverter(boolean.class, Converters::truth);
    line.registerConverter(Format.class, text -> word(Format.class, text));
    line.registerConverter(RotationState.class, text -> word(RotationState.class, text));
    line.registerConverter(NotificationState.class, text -> word(NotificationState.class, text));
    line.registerConverter(SweepKind.class, text -> word(SweepKind.class, text));
    line.registerConverter(HealthState.class, text -> word(HealthState.class, text));
    line.registerConverter(Instant.class, Converters::instant);
    line.registerConverter(IntegrationKind.class, Converters::kind);
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException _) {
      throw new TypeConversionException("must be a file");
    }
  }

  private static Duration time(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException("must be a time such as 500ms, 30s, 2m or 1h");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException _) {
      throw new TypeConversionException("must be a time such as 2026-12-24T06:00:00Z");
    }
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw new TypeConversionException("must be a whole number");
    }
  }

  private static long longNumber(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw new TypeConversionException("must be a whole number");
    }
  }

  private static boolean truth(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new TypeConversionException("takes no value");
    };
  }

  private static IntegrationKind kind(String text) {
    try {
      return IntegrationKind.parse(text);
    } catch (InvalidArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()).replace("kind: ", ""));
    }
  }

  private static <E extends Enum<E>> E word(Class<E> type, String text) {
    String wanted = text.replace('-', '_');
    return Arrays.stream(type.getEnumConstants())
        .filter(each -> each.name().equalsIgnoreCase(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "must be one of "
                        + Arrays.stream(type.getEnumConstants())
                            .map(each -> each.name().toLowerCase(Locale.ROOT))
                            .filter(name -> !name.equals("unknown"))
                            .collect(Collectors.joining(", "))));
  }
}
