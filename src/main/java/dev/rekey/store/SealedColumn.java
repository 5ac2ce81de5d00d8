package dev.rekey.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * A column of sealed values.
 *
 * @param keys the columns of the primary key; texts
 * @param more further columns that the identity needs
 */
public record SealedColumn(
    String table, String column, List<String> keys, List<String> more, Identities identities) {
  /** For which identities a row may have been sealed. */
  @FunctionalInterface
  public interface Identities {
    List<String> of(ResultSet row) throws SQLException;
  }
}
