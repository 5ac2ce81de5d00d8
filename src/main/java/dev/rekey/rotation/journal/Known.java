package dev.rekey.rotation.journal;

import dev.rekey.datasource.DataSourceRef;
import dev.rekey.rotation.Rotation;
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

/** What the journal knows of the bindings and data sources of a batch. */
final class Known {
  private static final int ROWS_PER_QUERY = 500;

  private final Connection connection;
  private final Map<String, SecretVersion> settled = new HashMap<>();
  private final Map<String, Open> open = new HashMap<>();
  private final Set<DataSourceRef> occupied = new HashSet<>();

  Known(Connection connection) {
    this.connection = connection;
  }

  /** The open rotation of a binding. */
  record Open(String id, Name state, Optional<SecretVersion> version) {}

  void load(List<Rotation> rotations) throws SQLException {
    for (int from = 0; from < rotations.size(); from += ROWS_PER_QUERY) {
      List<Rotation> some =
          rotations.subList(from, Math.min(rotations.size(), from + ROWS_PER_QUERY));
      loadBindings(some.stream().map(Rotation::bindingId).distinct().toArray());
      loadDataSources(some.stream().map(Rotation::dataSource).distinct().toList());
    }
  }

  private void loadBindings(Object[] bindings) throws SQLException {
    String in =
        " binding_id IN (" + String.join(", ", Collections.nCopies(bindings.length, "?")) + ")";
    Sql.each(
        connection,
        "SELECT binding_id, version FROM settled WHERE" + in,
        row ->
            settled.put(row.getString("binding_id"), new SecretVersion(row.getString("version"))),
        bindings);
    Sql.each(
        connection,
        "SELECT id, binding_id, state, version FROM rotation WHERE "
            + RotationRows.OPEN_OF_BINDING
            + " AND"
            + in,
        row ->
            open.put(
                row.getString("binding_id"),
                new Open(
                    row.getString("id"),
                    Name.valueOf(row.getString("state")),
                    Optional.ofNullable(row.getString("version")).map(SecretVersion::new))),
        bindings);
  }

  private void loadDataSources(List<DataSourceRef> dataSources) throws SQLException {
    Sql.each(
        connection,
        """
        SELECT r.environment, r.data_source FROM (VALUES %s) AS asked
        JOIN rotation r ON r.environment = asked.column1 AND r.data_source = asked.column2
        WHERE r.is_open = 1 AND r.state <> 'PARKED' AND r.waiting_until IS NULL"""
            .formatted(String.join(", ", Collections.nCopies(dataSources.size(), "(?, ?)"))),
        row -> occupied.add(RotationRows.dataSource(row)),
        dataSources.stream()
            .<Object>mapMulti(
                (ref, parameters) -> {
                  parameters.accept(ref.environment());
                  parameters.accept(ref.name());
                })
            .toArray());
  }

  Optional<Open> open(String bindingId) {
    return Optional.ofNullable(open.get(bindingId));
  }

  Optional<SecretVersion> settled(String bindingId) {
    return Optional.ofNullable(settled.get(bindingId));
  }

  /** Whether no rotation of the data source is to be driven: one that rests is not. */
  boolean isFree(DataSourceRef dataSource) {
    return !occupied.contains(dataSource);
  }

  void occupy(DataSourceRef dataSource) {
    occupied.add(dataSource);
  }
}
