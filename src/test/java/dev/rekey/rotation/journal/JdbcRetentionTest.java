package dev.rekey.rotation.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.store.Database;
import dev.rekey.store.Sql;
import dev.rekey.testing.TestDatabase;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcRetentionTest {
  private static TestDatabase sqlite;
  private static TestDatabase postgresql;

  @BeforeAll
  static void open(@TempDir Path folder) {
    sqlite = TestDatabase.sqlite(folder.resolve("rekey.db"));
    postgresql = TestDatabase.postgresql();
  }

  @AfterAll
  static void close() {
    sqlite.close();
    postgresql.close();
  }

  @Nested
  class OnSqlite extends RetentionContract {
    @Override
    protected Database empty() {
      sqlite.clear();
      return sqlite.database();
    }
  }

  @Nested
  class OnPostgresql extends RetentionContract {
    @Override
    protected Database empty() {
      postgresql.clear();
      return postgresql.database();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        JdbcRetention.ENDED,
        JdbcRetention.EVENTS,
        JdbcRetention.QUARANTINED,
        JdbcRetention.DELETE_STEPS,
        JdbcRetention.DELETE_ROTATION,
        JdbcRetention.DELETE_EVENT,
        JdbcRetention.DELETE_AUDIT,
        JdbcRetention.DELETE_QUARANTINED
      })
  void everyStatementFindsItsRowsByAnIndex(String sql) {
    assertThat(plan(sql)).singleElement().asString().startsWith("SEARCH").contains("USING");
  }

  @Test
  void theOldestAuditIsReadFromItsEnd() {
    // In the order of the key, so that the limit ends it; anything else would be sorted first.
    assertThat(plan(JdbcRetention.OLDEST_AUDIT)).containsExactly("SCAN audit");
  }

  private static List<String> plan(String sql) {
    Object[] parameters =
        Collections.nCopies((int) sql.chars().filter(each -> each == '?').count(), 1).toArray();
    return sqlite
        .database()
        .read(
            connection ->
                Sql.list(
                    connection,
                    "EXPLAIN QUERY PLAN " + sql,
                    row -> row.getString("detail"),
                    parameters));
  }
}
