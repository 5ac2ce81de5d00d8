package dev.rekey.secret;

import java.util.Optional;

/**
 * How fresh a secret has to be.
 *
 * @param since a reading of {@link SharedFetches#now()}; a fetch that began before it does not
 *     count
 * @param told the version that news said to be current: a fetch that brought it counts, whenever it
 *     began
 */
public record Freshness(long since, Optional<SecretVersion> told) {
  /** For news that names no version, and for whoever asks without any. */
  public static Freshness since(long reading) {
    return new Freshness(reading, Optional.empty());
  }

  /** The same for news that came in at that time. */
  public Freshness told(Optional<SecretVersion> version) {
    return new Freshness(since, version);
  }
}
