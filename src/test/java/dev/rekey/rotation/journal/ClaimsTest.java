package dev.rekey.rotation.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.store.Database;
import dev.rekey.store.Sql;
import dev.rekey.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimsTest {
  private static final String ROTATIONS =
      """
      INSERT INTO rotation (id, binding_id, secret, environment, data_source, event_id, sequence,
        format, state, is_open, attempt, config_keys, detail, created_at, updated_at)
      SELECT '%1$s' || i, '%1$s' || i, 'dir://login', 'prod', 'source_' || i %% 5000, 'e' || i, 5, 2,
        '%1$s', %2$d, 0, '', 'Passed.', i, i FROM generate_series(1, %3$d) AS i""";

  @Test
  void theNextIsFoundByItsDataSourceAlsoWhenRowsWereCountedWhileNothingWasOpen() {
    try (TestDatabase postgresql = TestDatabase.postgresql()) {
      Database database = postgresql.database();
      write(database, ROTATIONS.formatted("COMMITTED", 0, 100_000));
      write(database, "ANALYZE rotation");
      write(database, ROTATIONS.formatted("QUEUED", 1, 6_000));

      List<String> plan =
          database.read(
              connection -> {
                int _ = Sql.update(connection, "SET LOCAL plan_cache_mode = force_generic_plan");
                int _ = Sql.update(connection, "PREPARE next AS " + numbered(Claims.NEXT));
                return Sql.list(
                    connection,
                    "EXPLAIN EXECUTE next('prod', 'source_1', 1)",
                    row -> row.getString(1));
              });

      assertThat(plan)
          .anySatisfy(
              line ->
                  assertThat(line).contains("using rotation_open_of_data_source on rotation r"));
    }
  }

  /** With PostgreSQL's own parameters: a statement that is used often is planned without values. */
  private static String numbered(String sql) {
    return sql.replaceFirst("\\?", "\\$1").replaceFirst("\\?", "\\$2").replace("?", "$3");
  }

  private static void write(Database database, String sql) {
    int _ = database.write(connection -> Sql.update(connection, sql));
  }
}
