package dev.rekey.cli.console;

/** How a command ends. Scripts rely on the numbers: one that is given stays. */
public enum ExitCode {
  OK(0, "done"),
  FAILED(1, "what was asked for has a bad result, such as a test that did not pass"),
  USAGE(2, "the command line or what it was given is not valid; nothing was done"),
  NOT_FOUND(3, "there is nothing by this name or id"),
  DENIED(4, "the login was refused, or lacks a permission"),
  UNREACHABLE(5, "the server cannot be reached, or did not answer in time"),
  CONFLICT(6, "it does not fit what is there, such as a name that is taken"),
  UNSUPPORTED(7, "the server does not have this call"),
  BROKEN(70, "the server or the command itself is at fault"),
  INTERRUPTED(130, "ended by Ctrl-C");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  /** In a few words, for a person. */
  public String meaning() {
    return meaning;
  }
}
