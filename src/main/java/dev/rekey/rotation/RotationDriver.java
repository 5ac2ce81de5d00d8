package dev.rekey.rotation;

import dev.rekey.secret.Freshness;

/** Takes over rotations that are journalled. Thread-safe. */
public interface RotationDriver {
  /** Blocks while there is as much in hand as is taken. Nothing is to be journalled before that. */
  void awaitRoom() throws InterruptedException;

  /** What {@link #submit} takes for news that comes in now. */
  Freshness now();

  /**
   * Takes over a rotation that is claimed, or parked. Returns at once.
   *
   * @param fresh how fresh the secret has to be that it is given: {@link #now()} of the time at
   *     which the news of it came in
   */
  void submit(Rotation rotation, Freshness fresh);
}
