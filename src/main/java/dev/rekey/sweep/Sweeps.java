package dev.rekey.sweep;

/**
 * What people ask of the sweeps. Calls block and may be made from many threads at once; an
 * exception means that the store is broken or away.
 */
public interface Sweeps {
  /**
   * Asks for a sweep over an environment, as fast as its bounds allow. Durable when it returns:
   * whichever worker comes first carries it out.
   *
   * @return whether one is under way, or asked for already: no other one follows it
   */
  boolean ask(SweepKind kind, String environment);

  /** How far the sweep over an environment is, or how far the last one came. */
  SweepStatus status(SweepKind kind, String environment);
}
