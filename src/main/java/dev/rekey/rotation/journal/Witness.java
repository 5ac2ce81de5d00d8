package dev.rekey.rotation.journal;

import dev.rekey.rotation.Rotation;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Writes something of its own about a rotation that has come to rest, in the very write that made
 * it so: neither is ever without the other. Called by many threads, and again when the write is run
 * again.
 */
@FunctionalInterface
public interface Witness {
  /** Has nothing to write. */
  Witness NONE = (connection, rotation) -> {};

  /**
   * Must do nothing but use the connection; what it throws undoes the write.
   *
   * @param rotation in a final state, or parked
   */
  void rests(Connection connection, Rotation rotation) throws SQLException;
}
