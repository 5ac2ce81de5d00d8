package dev.rekey.connector.clickhouse;

/** An answer that is not of the native protocol. */
final class StrangeAnswerException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Speaker speaker;

  /** Who answers like this. */
  enum Speaker {
    TLS,
    HTTP,
    UNKNOWN
  }

  StrangeAnswerException(Speaker speaker) {
    super("answer of " + speaker);
    this.speaker = speaker;
  }

  Speaker speaker() {
    return speaker;
  }
}
