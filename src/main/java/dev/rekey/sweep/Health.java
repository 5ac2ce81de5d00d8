package dev.rekey.sweep;

import dev.rekey.connector.TestResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a data source is, by its last tests. Immutable.
 *
 * @param since when it came into this state
 * @param failingSince when the first of the tests was made that have failed in a row until now
 * @param message what the last test said
 * @param history the last tests, oldest first, at most {@value #KEPT}
 */
public record Health(
    HealthState state,
    Instant since,
    Optional<Instant> failingSince,
    String message,
    List<Check> history) {
  /** How many tests are remembered. */
  public static final int KEPT = 20;

  /** Of how many of the last tests the turns are counted, and how many of these are too many. */
  private static final int LOOKED_AT = 8;

  private static final int TURNS = 3;

  public Health {
    history = List.copyOf(history);
  }

  /** Before the first test. */
  public static Health unknown(Instant now) {
    return new Health(HealthState.UNKNOWN, now, Optional.empty(), "Not tested yet.", List.of());
  }

  /** The last test, if there was one. */
  public Optional<Check> last() {
    return history.isEmpty() ? Optional.empty() : Optional.of(history.getLast());
  }

  /** This after one more test. One that the worker cannot make changes nothing. */
  public Health after(Check check, String said) {
    List<Check> checks = new ArrayList<>(history);
    checks.add(check);
    List<Check> kept = checks.subList(Math.max(0, checks.size() - KEPT), checks.size());
    if (check.verdict() == TestResult.Verdict.UNSUPPORTED) {
      return new Health(state, since, failingSince, said, kept);
    }
    HealthState next = state(kept);
    return new Health(
        next,
        next == state ? since : check.at(),
        check.passed() ? Optional.empty() : Optional.of(failingSince.orElse(check.at())),
        said,
        kept);
  }

  private static HealthState state(List<Check> checks) {
    if (turns(checks) >= TURNS) {
      return HealthState.DEGRADED;
    }
    return checks.getLast().passed() ? HealthState.HEALTHY : HealthState.FAILING;
  }

  private static int turns(List<Check> checks) {
    List<Check> some =
        checks.stream().filter(check -> check.verdict() != TestResult.Verdict.UNSUPPORTED).toList();
    int turns = 0;
    for (int i = Math.max(1, some.size() - LOOKED_AT + 1); i < some.size(); i++) {
      turns += some.get(i).passed() == some.get(i - 1).passed() ? 0 : 1;
    }
    return turns;
  }
}
