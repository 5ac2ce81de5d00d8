package dev.rekey.connector.snowflake;

import dev.rekey.connector.TestResult;

/** Snowflake answered that it will not; holds what that means. */
final class RejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient TestResult outcome;

  RejectedException(TestResult outcome) {
    super(outcome.message(), null, false, false);
    this.outcome = outcome;
  }

  TestResult outcome() {
    return outcome;
  }
}
