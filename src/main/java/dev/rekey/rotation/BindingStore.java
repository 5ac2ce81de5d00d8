package dev.rekey.rotation;

import dev.rekey.rotation.Journal.Recorded;
import dev.rekey.rotation.Journal.Request;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the bindings that do not come from the configuration, for all workers. What a call wrote is
 * on disk when it returns. Calls block and may be made from many threads at once.
 *
 * <p>All bindings have one version together, which grows with every change. Whoever changes one
 * says which version he has seen, so that what was checked against the others still holds when it
 * is written.
 */
public interface BindingStore {
  /** All bindings, by data source and secret, with their version. */
  Stored load();

  /** Their version alone; cheap. */
  long version();

  /**
   * Puts a binding in the place of the one with its id, if there is one, and queues its rotation in
   * the same write.
   *
   * @param seen the version that was checked against
   * @return what became of the request; empty, and nothing is written, when there is another
   *     version by now
   */
  Optional<Recorded> put(long seen, Binding binding, Request request);

  /**
   * Takes a binding out. Its rotations stay.
   *
   * @param seen the version that was checked against
   * @return whether it was written; false when there is another version by now
   */
  boolean delete(long seen, Binding binding);

  /**
   * What is in the store.
   *
   * @param version 0 before the first change
   */
  record Stored(long version, List<Binding> bindings) {}
}
