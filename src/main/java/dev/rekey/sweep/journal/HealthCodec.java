package dev.rekey.sweep.journal;

import dev.rekey.connector.TestResult;
import dev.rekey.sweep.Check;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The last tests in one column: {@code microseconds since the epoch,VERDICT,latency in µs;...}. */
final class HealthCodec {
  private HealthCodec() {}

  static String encode(List<Check> history) {
    return history.stream()
        .map(
            check ->
                ChronoUnit.MICROS.between(Instant.EPOCH, check.at())
                    + ","
                    + check.verdict()
                    + ","
                    + check.latency().toNanos() / 1000)
        .collect(Collectors.joining(";"));
  }

  static List<Check> decode(String column) {
    return Arrays.stream(column.split(";", -1))
        .filter(part -> !part.isEmpty())
        .map(part -> check(part.split(",", -1)))
        .toList();
  }

  private static Check check(String[] parts) {
    return new Check(
        Instant.EPOCH.plus(Long.parseLong(parts[0]), ChronoUnit.MICROS),
        TestResult.Verdict.valueOf(parts[1]),
        Duration.of(Long.parseLong(parts[2]), ChronoUnit.MICROS));
  }
}
