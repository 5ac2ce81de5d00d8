package dev.rekey.client;

import java.time.Instant;
import java.util.Optional;

/**
 * Keeps rotations from beginning.
 *
 * @param reason for whoever wonders
 * @param until when it ends by itself
 * @param actor who set it, such as {@code client/ci}
 * @param everywhere whether all environments are frozen, not the client's alone
 */
public record Freeze(
    String reason, Optional<Instant> until, String actor, Instant since, boolean everywhere) {}
