package dev.rekey.connector;

/**
 * The outcome of a test. A refusal is told apart from an outage: only the first says anything about
 * the credential.
 *
 * <p>Messages are for a person: who refused, host and port, the server's own code. They never hold
 * a config value other than host, port and database.
 */
public sealed interface TestResult {
  /** What happened, in one sentence. */
  String message();

  /** The outcome in a word. */
  default Verdict verdict() {
    return switch (this) {
      case Passed _ -> Verdict.PASSED;
      case Refused _ -> Verdict.REFUSED;
      case NotPermitted _ -> Verdict.NOT_PERMITTED;
      case Misconfigured _ -> Verdict.MISCONFIGURED;
      case Unreachable _ -> Verdict.UNREACHABLE;
      case TimedOut _ -> Verdict.TIMED_OUT;
      case Unsupported _ -> Verdict.UNSUPPORTED;
    };
  }

  /** Whether the data source was there to answer, whatever it said. */
  default boolean answered() {
    return switch (this) {
      case Passed _, Refused _, NotPermitted _, Misconfigured _ -> true;
      case Unreachable _, TimedOut _, Unsupported _ -> false;
    };
  }

  /** The same outcome, said of something that the message does not name. */
  default TestResult of(String what) {
    return switch (this) {
      case Passed(String message) -> new Passed(what + message);
      case Refused(String message) -> new Refused(what + message);
      case NotPermitted(String message) -> new NotPermitted(what + message);
      case Misconfigured(String key, String message) -> new Misconfigured(key, what + message);
      case Unreachable(String message) -> new Unreachable(what + message);
      case TimedOut(String message) -> new TimedOut(what + message);
      case Unsupported(String message) -> new Unsupported(what + message);
    };
  }

  /** The outcomes, as they are journalled and counted. */
  enum Verdict {
    PASSED,
    REFUSED,
    NOT_PERMITTED,
    MISCONFIGURED,
    UNREACHABLE,
    TIMED_OUT,
    UNSUPPORTED
  }

  /** The credential was accepted, and the thing named can be used. */
  record Passed(String message) implements TestResult {}

  /** The data source answered that the credential is wrong. */
  record Refused(String message) implements TestResult {}

  /** The credential was accepted, but it may not use the thing named. */
  record NotPermitted(String message) implements TestResult {}

  /**
   * The config itself is wrong: a key is missing or malformed, or what it names does not exist.
   *
   * @param key the config key at fault
   */
  record Misconfigured(String key, String message) implements TestResult {}

  /** Nothing answered, or what answered is not able to serve now. */
  record Unreachable(String message) implements TestResult {}

  /** The deadline passed first. */
  record TimedOut(String message) implements TestResult {}

  /** This worker cannot test such a data source. */
  record Unsupported(String message) implements TestResult {}
}
