package dev.rekey.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.TestResult.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTest {
  private static final Instant START = Instant.parse("2026-11-30T12:00:00Z");

  /** P passes, R is refused, U is unreachable, X cannot be tested. */
  @ParameterizedTest
  @CsvSource({
    "P, HEALTHY",
    "R, FAILING",
    "U, FAILING",
    "X, UNKNOWN",
    "PPR, FAILING",
    "RRP, HEALTHY",
    "PRP, HEALTHY",
    "PRPR, DEGRADED",
    "PRPRP, DEGRADED",
    "PRPRRRRRR, FAILING",
    "PRPRPPPPP, DEGRADED",
    "PRPRPPPPPP, HEALTHY",
    "PPPX, HEALTHY",
    "RX, FAILING",
    "PXRXPX, HEALTHY"
  })
  void whatTheLastTestsMean(String tests, HealthState state) {
    assertThat(after(tests).state()).isEqualTo(state);
  }

  @Test
  void itFailsSinceTheFirstTestInARowThatFailed() {
    Health health = after("PRUR");

    assertThat(health.failingSince()).contains(at(1));
    assertThat(health.since()).isEqualTo(at(1));
    assertThat(after("PRURP").failingSince()).isEmpty();
  }

  @Test
  void aTestThatCannotBeMadeChangesNothingButWhatIsSaid() {
    Health health = after("RX");

    assertThat(health.failingSince()).contains(at(0));
    assertThat(health.message()).isEqualTo("X");
    assertThat(health.last()).map(Check::verdict).contains(Verdict.UNSUPPORTED);
  }

  @Test
  void onlyTheLastTestsAreRemembered() {
    Health health = after("P".repeat(Health.KEPT + 5));

    assertThat(health.history()).hasSize(Health.KEPT);
    assertThat(health.history().getFirst().at()).isEqualTo(at(5));
    assertThat(health.since()).isEqualTo(at(0));
  }

  private static Health after(String tests) {
    Optional<Health> health = Optional.empty();
    for (int i = 0; i < tests.length(); i++) {
      Check check = new Check(at(i), verdict(tests.charAt(i)), Duration.ofMillis(5));
      health =
          Optional.of(health.orElse(Health.unknown(START)).after(check, tests.substring(i, i + 1)));
    }
    return health.orElseThrow();
  }

  private static Instant at(int test) {
    return START.plusSeconds(60L * test);
  }

  private static Verdict verdict(char letter) {
    return switch (letter) {
      case 'P' -> Verdict.PASSED;
      case 'R' -> Verdict.REFUSED;
      case 'U' -> Verdict.UNREACHABLE;
      default -> Verdict.UNSUPPORTED;
    };
  }
}
