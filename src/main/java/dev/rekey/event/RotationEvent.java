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
 */
public record RotationEvent(
    String id, String type, SecretRef secret, Optional<SecretVersion> version) {}
