package dev.rekey.event;

import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import java.util.Optional;

/**
 * News about a secret that no rotation follows from. As little to be trusted as a {@link
 * RotationEvent}.
 *
 * @param type what kind of news it is, in the sender's words; of few different values
 * @param version the version that it speaks of, where it names one
 * @param text what happened and what a person should look at, in a sentence of ours
 */
public record Notice(
    String type, SecretRef secret, Optional<SecretVersion> version, Weight weight, String text) {
  /** Who has to hear of it. */
  public enum Weight {
    /** Nobody; it is recorded. */
    RECORD,
    /** The people on call. */
    ALERT,
    /** The people on call, when a data source has been given this version last. */
    ALERT_IF_IN_USE
  }
}
