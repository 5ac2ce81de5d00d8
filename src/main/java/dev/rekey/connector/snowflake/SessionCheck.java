package dev.rekey.connector.snowflake;

import dev.rekey.connector.TestResult;
import dev.rekey.connector.support.Endpoint;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a session is what the config asks for. A login passes over what does not exist or may not
 * be used, and says nothing.
 */
final class SessionCheck {
  private SessionCheck() {}

  /** The first thing that is wrong. */
  static Optional<TestResult> problem(SnowflakeSession session, SnowflakeSpec spec, Endpoint at)
      throws IOException, RejectedException {
    List<Map<String, String>> rows =
        session.query(
            "SELECT CURRENT_DATABASE() AS DATABASE, CURRENT_SCHEMA() AS SCHEMA,"
                + " CURRENT_WAREHOUSE() AS WAREHOUSE, CURRENT_ROLE() AS ROLE");
    Map<String, String> has = rows.isEmpty() ? Map.of() : rows.getFirst();
    String where = at.toString();
    Optional<TestResult> missing =
        missing(SnowflakeSpec.DATABASE, spec.database(), has, "database", where)
            .or(() -> missing(SnowflakeSpec.SCHEMA, spec.schema(), has, "schema", where))
            .or(() -> missing(SnowflakeSpec.WAREHOUSE, spec.warehouse(), has, "warehouse", where))
            .or(() -> missing(SnowflakeSpec.ROLE, spec.role(), has, "role", where));
    if (missing.isEmpty() && spec.warehouse().isPresent()) {
      // SELECT 1 is answered without a warehouse.
      var _ = session.query("SELECT COUNT(*) FROM TABLE(GENERATOR(ROWCOUNT => 1))");
    }
    return missing;
  }

  private static Optional<TestResult> missing(
      String key, Optional<String> wanted, Map<String, String> has, String thing, String where) {
    String got = has.getOrDefault(thing, "");
    return wanted
        .filter(name -> !got.equals(name) && !got.equals(plain(name)))
        .map(_ -> SnowflakeErrors.missing(key, where, thing));
  }

  /** A name as Snowflake keeps it: in capitals, unless it is quoted. */
  private static String plain(String name) {
    return name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name.toUpperCase(Locale.ROOT);
  }
}
