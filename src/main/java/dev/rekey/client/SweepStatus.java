package dev.rekey.client;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a sweep is.
 *
 * @param running whether one is under way; else the rest is of the last one
 * @param total how many data sources or secrets it has to look at
 * @param done how many of them it has looked at
 * @param lastSuccess when one last came to its end
 * @param nextDue when the next one begins by itself
 */
public record SweepStatus(
    boolean running,
    long total,
    long done,
    Optional<Instant> startedAt,
    Optional<Instant> lastSuccess,
    Optional<Instant> nextDue) {}
