package dev.rekey.sweep;

import dev.rekey.connector.TestResult;
import java.time.Duration;
import java.time.Instant;

/** One test of a data source, without what it said. */
public record Check(Instant at, TestResult.Verdict verdict, Duration latency) {
  public boolean passed() {
    return verdict == TestResult.Verdict.PASSED;
  }
}
