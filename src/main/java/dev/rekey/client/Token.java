package dev.rekey.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A bearer token.
 *
 * @param primaryEnvironment what the server suggests when the caller names no environment
 */
record Token(String value, Instant expiresAt, Optional<String> primaryEnvironment) {
  private static final Duration MARGIN = Duration.ofSeconds(60);

  /** Whether it lasts long enough for a call to begin with it. */
  boolean isGoodAt(Instant now) {
    return !now.plus(MARGIN).isAfter(expiresAt);
  }

  @Override
  public String toString() {
    return "Token[expiresAt=" + expiresAt + "]";
  }
}
