package dev.rekey.rotation.journal;

import dev.rekey.rotation.Journal.Settled;
import dev.rekey.rotation.Journal.Standing;
import dev.rekey.rotation.RotationState.Name;
import dev.rekey.secret.SecretVersion;
import dev.rekey.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How far bindings are, by a few statements however many they are. */
final class Standings {
  // Well below the number of parameters that a statement of either database may have.
  private static final int BINDINGS_PER_QUERY = 500;

  private static final String SETTLED = "SELECT binding_id, version, state FROM settled WHERE ";

  private static final String QUEUED =
      "SELECT binding_id FROM rotation WHERE "
          + RotationRows.OPEN_OF_BINDING
          + " AND state = 'QUEUED' AND ";

  private static final String FAILED =
      """
      SELECT r.binding_id, r.version FROM rotation r
      LEFT JOIN settled s ON s.binding_id = r.binding_id
      WHERE r.state = 'FAILED' AND r.version IS NOT NULL AND (s.at IS NULL OR s.at <= r.updated_at)
        AND r.""";

  private final Map<String, Settled> settled = new HashMap<>();
  private final Set<String> queued = new HashSet<>();
  private final Map<String, SecretVersion> failed = new HashMap<>();

  private Standings() {}

  static Map<String, Standing> of(Connection connection, List<String> bindings)
      throws SQLException {
    Standings standings = new Standings();
    for (int from = 0; from < bindings.size(); from += BINDINGS_PER_QUERY) {
      standings.load(
          connection,
          bindings.subList(from, Math.min(bindings.size(), from + BINDINGS_PER_QUERY)).toArray());
    }
    Map<String, Standing> all = new HashMap<>();
    bindings.forEach(binding -> all.put(binding, standings.of(binding)));
    return all;
  }

  private Standing of(String binding) {
    return new Standing(
        Optional.ofNullable(settled.get(binding)),
        queued.contains(binding),
        Optional.ofNullable(failed.get(binding)));
  }

  private void load(Connection connection, Object[] bindings) throws SQLException {
    String in =
        "binding_id IN (" + String.join(", ", Collections.nCopies(bindings.length, "?")) + ")";
    Sql.each(
        connection,
        SETTLED + in,
        row ->
            settled.put(
                row.getString("binding_id"),
                new Settled(
                    new SecretVersion(row.getString("version")),
                    Name.valueOf(row.getString("state")))),
        bindings);
    Sql.each(connection, QUEUED + in, row -> queued.add(row.getString("binding_id")), bindings);
    Sql.each(
        connection,
        FAILED + in + " ORDER BY r.id",
        row -> failed.put(row.getString("binding_id"), new SecretVersion(row.getString("version"))),
        bindings);
  }
}
