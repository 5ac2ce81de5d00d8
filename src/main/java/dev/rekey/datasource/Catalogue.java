package dev.rekey.datasource;

import dev.rekey.datasource.ConfigKey.Requirement;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The config keys of each kind. A data source may hold other keys too; they are kept, and nothing
 * is known about them.
 */
public final class Catalogue {
  private static final List<String> TELLTALES =
      List.of("PASSWORD", "PWD", "SECRET", "TOKEN", "PRIVATE_KEY", "CREDENTIAL");

  private Catalogue() {}

  /** The keys of a kind, the most telling first. */
  public static List<ConfigKey> of(Kind kind) {
    return switch (kind) {
      case ATHENA -> AwsKeys.ATHENA;
      case BIGQUERY -> GoogleKeys.BIGQUERY;
      case CLICKHOUSE -> SqlKeys.CLICKHOUSE;
      case DATABRICKS -> WarehouseKeys.DATABRICKS;
      case DYNAMODB -> AwsKeys.DYNAMODB;
      case KAFKA -> KafkaKeys.KAFKA;
      case KINESIS -> AwsKeys.KINESIS;
      case MSSQL -> SqlKeys.MSSQL;
      case MYSQL -> SqlKeys.MYSQL;
      case POSTGRESQL -> SqlKeys.POSTGRESQL;
      case PUBSUB -> GoogleKeys.PUBSUB;
      case REDSHIFT -> WarehouseKeys.REDSHIFT;
      case SNOWFLAKE -> WarehouseKeys.SNOWFLAKE;
      case SPANNER -> GoogleKeys.SPANNER;
      case TRINO -> SqlKeys.TRINO;
    };
  }

  /** Whether the value of a key, known or not, is to be treated as a secret. */
  public static boolean isSecret(Kind kind, String key) {
    return of(kind).stream()
        .filter(known -> known.names().anyMatch(key::equals))
        .findAny()
        .map(ConfigKey::secret)
        .orElseGet(() -> soundsSecret(key));
  }

  /**
   * A key that nobody described is judged by its name: to withhold a harmless value costs its owner
   * one more call, to show a password cannot be undone.
   */
  private static boolean soundsSecret(String key) {
    String upper = key.toUpperCase(Locale.ROOT);
    return TELLTALES.stream().anyMatch(upper::contains);
  }

  /**
   * The required keys that are not among these, by their first names. Conditions between keys are
   * not judged here.
   */
  public static List<String> missing(Kind kind, Collection<String> keys) {
    return of(kind).stream()
        .filter(known -> known.requirement() == Requirement.REQUIRED)
        .filter(known -> known.names().noneMatch(keys::contains))
        .map(ConfigKey::name)
        .toList();
  }
}
