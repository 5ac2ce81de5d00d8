package dev.rekey.rotation;

import dev.rekey.datasource.Kind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How long a fresh credential of each kind may be refused before the refusal counts. What is not
 * given has a default: the SQL kinds know a password at once, and get two more tests; AWS and
 * Google need a while before all of their servers know a new key.
 */
public final class SettleWindows {
  /** The longest that may be given. */
  public static final Duration LONGEST = Duration.ofMinutes(10);

  /** Two retries: after one second, and after two more. */
  private static final Duration SQL = Duration.ofSeconds(3);

  private static final Duration AWS = Duration.ofSeconds(30);
  private static final Duration GOOGLE = Duration.ofSeconds(120);
  private static final Duration OTHER = Duration.ofSeconds(10);

  private final Map<Kind, Duration> given;

  public SettleWindows(Map<Kind, Duration> given) {
    this.given = given.isEmpty() ? Map.of() : new EnumMap<>(given);
  }

  /** The window of a kind; that of an unknown one is the default of most. */
  public Duration of(Optional<Kind> kind) {
    return kind.map(each -> given.getOrDefault(each, byDefault(each))).orElse(OTHER);
  }

  private static Duration byDefault(Kind kind) {
    return switch (kind) {
      case POSTGRESQL, MYSQL, MSSQL, CLICKHOUSE, TRINO -> SQL;
      case ATHENA, DYNAMODB, KINESIS, REDSHIFT -> AWS;
      case BIGQUERY, PUBSUB, SPANNER -> GOOGLE;
      case DATABRICKS, KAFKA, SNOWFLAKE -> OTHER;
    };
  }
}
