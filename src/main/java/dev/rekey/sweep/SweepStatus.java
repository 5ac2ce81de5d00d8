package dev.rekey.sweep;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a sweep over an environment is.
 *
 * @param running whether one is under way; else the rest is of the last one
 * @param total how many data sources or secrets it has to look at, as counted when it began
 * @param done how many of them it has looked at
 * @param lastSuccess when one last came to its end
 * @param nextDue when the next one begins by itself
 */
public record SweepStatus(
    SweepKind kind,
    boolean running,
    long total,
    long done,
    Optional<Instant> startedAt,
    Optional<Instant> lastSuccess,
    Optional<Instant> nextDue) {

  /** Of one that there has never been. */
  public static SweepStatus never(SweepKind kind) {
    return new SweepStatus(kind, false, 0, 0, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
