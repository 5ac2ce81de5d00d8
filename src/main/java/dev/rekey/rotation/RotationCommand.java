package dev.rekey.rotation;

import java.time.Duration;

/** What is to be done next. Every command may be repeated: after a crash it is run again. */
public sealed interface RotationCommand {
  /** How long to wait before, at least. */
  default Duration after() {
    return Duration.ZERO;
  }

  /** Fetch the secret, map it, compare it with what the data source holds. */
  record Plan(Duration after) implements RotationCommand {}

  /** Test the new values without saving them. */
  record Preflight(Candidate candidate, Duration after) implements RotationCommand {}

  /** Write the changed keys. */
  record Write(ChangeSet changes) implements RotationCommand {}

  /** Test the data source with the new values in it. */
  record Verify(ChangeSet changes, Duration after) implements RotationCommand {}

  /** Test the previous values without saving them. */
  record Probe(ChangeSet changes, Duration after) implements RotationCommand {}

  /** Put the previous values back, then test the data source. */
  record Restore(ChangeSet changes) implements RotationCommand {}

  /** See whether the data source answers again. */
  record Reach() implements RotationCommand {}
}
