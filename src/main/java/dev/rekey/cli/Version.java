package dev.rekey.cli;

/** Which Rekey this is. */
final class Version {
  static final String NUMBER = "0.1.0-SNAPSHOT";

  private Version() {}
}
