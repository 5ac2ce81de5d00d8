package dev.rekey.connector.clickhouse;

/** An error that the server answered. Its text stays unread: it quotes users and queries. */
final class ServerException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int code;

  ServerException(int code) {
    super("code " + code);
    this.code = code;
  }

  /** As {@code src/Common/ErrorCodes.cpp} lists them. */
  int code() {
    return code;
  }
}
