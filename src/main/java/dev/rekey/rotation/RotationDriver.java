package dev.rekey.rotation;

/** Takes over rotations that are journalled. Thread-safe. */
public interface RotationDriver {
  /** Blocks while there is as much in hand as is taken. Nothing is to be journalled before that. */
  void awaitRoom() throws InterruptedException;

  /** A reading of the clock that {@link #submit} takes. */
  long now();

  /**
   * Takes over a rotation that is claimed, or parked. Returns at once.
   *
   * @param freshSince how old the secret may be that it is given: {@link #now()} of the time at
   *     which the news of it came in
   */
  void submit(Rotation rotation, long freshSince);
}
