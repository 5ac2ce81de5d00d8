package dev.rekey.rotation.journal;

import dev.rekey.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/** Fences by the sequence of a rotation. */
public final class JdbcFences {
  private JdbcFences() {}

  /**
   * Whether a rotation is claimed and stands at a sequence. It cannot move on before the
   * transaction ends.
   */
  public static boolean hold(Connection connection, String rotationId, long sequence)
      throws SQLException {
    return Sql.update(
            connection,
            "UPDATE rotation SET claimed = claimed WHERE id = ? AND sequence = ? AND claimed = 1",
            rotationId,
            sequence)
        == 1;
  }
}
