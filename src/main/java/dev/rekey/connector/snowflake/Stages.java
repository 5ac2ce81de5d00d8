package dev.rekey.connector.snowflake;

import dev.rekey.connector.StageConnector.Listed;
import dev.rekey.connector.StageConnector.NamedStage;
import dev.rekey.connector.StageConnector.StorageIntegration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Lists the stages of an account that a session may see. */
final class Stages {
  private static final int MOST = 1000;

  /** Each is a statement of its own. */
  private static final int MOST_DESCRIBED = 20;

  private static final Pattern PLAIN = Pattern.compile("[A-Z_][A-Z0-9_$]*");
  private static final Pattern COMMA = Pattern.compile(",");

  private Stages() {}

  static Listed of(SnowflakeSession session) throws IOException, RejectedException {
    Map<String, String> own =
        session
            .query("SELECT CURRENT_DATABASE() AS DATABASE, CURRENT_SCHEMA() AS SCHEMA")
            .getFirst();
    List<Map<String, String>> shown = session.query("SHOW STAGES IN ACCOUNT LIMIT " + (MOST + 1));
    return new Listed(
        shown.stream().limit(MOST).map(row -> stage(row, own)).toList(),
        shown.size() > MOST,
        integrations(session));
  }

  private static NamedStage stage(Map<String, String> row, Map<String, String> own) {
    String name = row.getOrDefault("name", "");
    String database = row.getOrDefault("database_name", "");
    String schema = row.getOrDefault("schema_name", "");
    boolean near = database.equals(own.get("database")) && schema.equals(own.get("schema"));
    boolean external = row.getOrDefault("type", "").toUpperCase(Locale.ROOT).contains("EXTERNAL");
    return new NamedStage(
        name,
        database,
        schema,
        near ? quoted(name) : quoted(database) + "." + quoted(schema) + "." + quoted(name),
        external ? "EXTERNAL" : "INTERNAL",
        external ? row.getOrDefault("url", "") : "",
        row.getOrDefault("comment", ""),
        row.getOrDefault("storage_integration", ""));
  }

  private static String quoted(String name) {
    return PLAIN.matcher(name).matches() ? name : "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /** Few roles may see any: stages are listed without them. */
  private static List<StorageIntegration> integrations(SnowflakeSession session)
      throws IOException {
    var integrations = new ArrayList<StorageIntegration>();
    try {
      for (Map<String, String> row : session.query("SHOW STORAGE INTEGRATIONS")) {
        integrations.add(integration(session, row, integrations.size() < MOST_DESCRIBED));
        if (integrations.size() == MOST) {
          break;
        }
      }
    } catch (RejectedException notSeen) {
      return integrations;
    }
    return integrations;
  }

  private static StorageIntegration integration(
      SnowflakeSession session, Map<String, String> row, boolean describe) throws IOException {
    String name = row.getOrDefault("name", "");
    Map<String, String> properties = describe ? described(session, name) : Map.of();
    return new StorageIntegration(
        name,
        row.getOrDefault("type", ""),
        properties.getOrDefault("STORAGE_PROVIDER", ""),
        "true".equalsIgnoreCase(row.getOrDefault("enabled", "")),
        COMMA
            .splitAsStream(properties.getOrDefault("STORAGE_ALLOWED_LOCATIONS", ""))
            .map(String::strip)
            .filter(location -> !location.isEmpty())
            .toList(),
        row.getOrDefault("comment", ""));
  }

  private static Map<String, String> described(SnowflakeSession session, String name)
      throws IOException {
    try {
      return session.query("DESCRIBE INTEGRATION " + quoted(name)).stream()
          .collect(
              Collectors.toMap(
                  row -> row.getOrDefault("property", ""),
                  row -> row.getOrDefault("property_value", ""),
                  (first, _) -> first));
    } catch (RejectedException notSeen) {
      return Map.of();
    }
  }
}
