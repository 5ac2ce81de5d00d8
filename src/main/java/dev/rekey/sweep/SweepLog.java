package dev.rekey.sweep;

import java.time.Instant;
import java.util.Optional;

/**
 * The durable record of sweeps, as one worker sees it: who carries them out, and how far they are.
 * Of all workers one at most has the lease of a kind of sweep, and only that one moves its runs on.
 *
 * <p>Calls block and may be made from many threads at once; what they wrote is on disk when they
 * return. An exception means that the store is broken or away.
 */
public interface SweepLog {
  /**
   * Takes the lease, or renews it.
   *
   * @return false when another worker has it
   */
  boolean lease(SweepKind kind);

  /** Gives the lease back; does nothing for a worker that has it not. */
  void release(SweepKind kind);

  /** What is to be known of the sweeps of a kind over an environment. */
  Standing standing(SweepKind kind, String environment);

  /** Says when the next one begins by itself. */
  void schedule(SweepKind kind, String environment, Instant due);

  /**
   * Begins a run, which takes away what was asked.
   *
   * @param run an id
   * @param next when the one after it begins by itself
   * @return empty when the worker has not the lease any more, or one is under way
   */
  Optional<Run> begin(
      SweepKind kind,
      String environment,
      String run,
      long total,
      Instant now,
      Optional<Instant> next);

  /**
   * Moves a run on, and renews the lease.
   *
   * @param position of the last that was looked at
   * @param more how many were looked at
   * @return false when the run is not this worker's any more; then nothing is written
   */
  boolean advance(Run run, String position, long more);

  /**
   * Ends a run.
   *
   * @return false when the run is not this worker's any more; then nothing is written
   */
  boolean finish(Run run, Instant now);

  /**
   * @param asked whether one was asked for
   * @param run the one that is under way
   */
  record Standing(boolean asked, Optional<Instant> nextDue, Optional<Run> run) {}

  /**
   * A sweep under way.
   *
   * @param position of the last that was looked at; empty at the beginning
   * @param hurried whether it was asked for, so that its load is not spread
   */
  record Run(
      String id,
      SweepKind kind,
      String environment,
      String position,
      long total,
      long done,
      Instant startedAt,
      boolean hurried) {}
}
