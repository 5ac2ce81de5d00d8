package dev.rekey.event;

import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import java.util.Optional;

/**
 * News that a secret has, or may have, a new version. A hint: never trusted for content; it may be
 * late, doubled, reordered or forged.
 *
 * @param id what its sender calls it; two events with one id are the same event
 * @param type what kind of news it is, in the sender's words; of few different values
 * @param secret the secret that it speaks of
 * @param version the version that it speaks of, where it names one
 * @param trace the trace that tells of it, where its sender has one
 */
public record RotationEvent(
    String id,
    String type,
    SecretRef secret,
    Optional<SecretVersion> version,
    Optional<TraceParent> trace) {
  public RotationEvent(String id, String type, SecretRef secret, Optional<SecretVersion> version) {
    this(id, type, secret, version, Optional.empty());
  }

  /** The same, told of in this trace. */
  public RotationEvent in(TraceParent place) {
    return new RotationEvent(id, type, secret, version, Optional.of(place));
  }
}
