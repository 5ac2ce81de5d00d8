package dev.rekey.secret;

import java.time.Duration;
import java.util.Optional;

/** What a {@link SecretStore} answered. Reasons name the resource and never hold a value. */
public sealed interface FetchResult {
  /** The current version and its value. */
  record Found(SecretVersion version, Secret value) implements FetchResult {}

  /** There is no value to be had now; the reason says whose fault it is, and what mends it. */
  sealed interface Failed extends FetchResult, VersionResult {
    String reason();
  }

  /** The store says that there is no such secret, or no current version of it. */
  record Missing(String reason) implements Failed {}

  /** The store will not give it to us; a person has to mend that. */
  record Denied(String reason) implements Failed {}

  /** The store did not answer, or cannot give this secret now. */
  record Unavailable(String reason) implements Failed {}

  /**
   * The store asked us to slow down.
   *
   * @param retryAfter how long it wants to be left alone, where it says so
   */
  record Throttled(String reason, Optional<Duration> retryAfter) implements Failed {}
}
