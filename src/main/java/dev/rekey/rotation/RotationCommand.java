package dev.rekey.rotation;

/** What is to be done next. Every command may be repeated: after a crash it is run again. */
public sealed interface RotationCommand {
  /** How often it was tried before, from 0; what is tried again is waited for. */
  default int attempt() {
    return 0;
  }

  /** Fetch the secret, map it, compare it with what the data source holds. */
  record Plan(int attempt) implements RotationCommand {}

  /** Write the changed keys. */
  record Write(ChangeSet changes) implements RotationCommand {}

  /** Test the data source. */
  record Test(int attempt) implements RotationCommand {}

  /** Put the previous values back, then test the data source. */
  record Restore(ChangeSet changes) implements RotationCommand {}
}
