package dev.rekey.cli.console;

/**
 * Why a command does not do what it was asked for: one sentence that names the field and the fix.
 * Holds no value of a secret.
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ExitCode exitCode;

  public Problem(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  Problem(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** The command line, or what it points at, is not valid. */
  public static Problem usage(String message) {
    return new Problem(ExitCode.USAGE, message);
  }

  public static Problem notFound(String message) {
    return new Problem(ExitCode.NOT_FOUND, message);
  }

  public ExitCode exitCode() {
    return exitCode;
  }
}
