package dev.rekey.api.call;

import io.grpc.Metadata;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code grpc-timeout} header: up to eight digits and a unit. */
final class Timeouts {
  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);
  private static final Pattern FORMAT = Pattern.compile("([0-9]{1,8})([HMSmun])");

  private Timeouts() {}

  /** How long the caller waits; empty when it does not say, or not in a way that can be read. */
  static Optional<Duration> of(Metadata headers) {
    String header = headers.get(HEADER);
    if (header == null) {
      return Optional.empty();
    }
    Matcher matcher = FORMAT.matcher(header);
    return matcher.matches()
        ? Optional.of(duration(Long.parseLong(matcher.group(1)), matcher.group(2).charAt(0)))
        : Optional.empty();
  }

  private static Duration duration(long amount, char unit) {
    return switch (unit) {
      case 'H' -> Duration.ofHours(amount);
      case 'M' -> Duration.ofMinutes(amount);
      case 'S' -> Duration.ofSeconds(amount);
      case 'm' -> Duration.ofMillis(amount);
      case 'u' -> Duration.ofNanos(amount * 1_000);
      default -> Duration.ofNanos(amount);
    };
  }
}
