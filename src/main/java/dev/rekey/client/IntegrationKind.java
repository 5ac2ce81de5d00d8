package dev.rekey.client;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of data source. */
public enum IntegrationKind {
  ATHENA,
  BIGQUERY,
  CLICKHOUSE,
  DATABRICKS,
  DYNAMODB,
  KAFKA,
  KINESIS,
  MSSQL,
  MYSQL,
  POSTGRESQL,
  PUBSUB,
  REDSHIFT,
  SNOWFLAKE,
  SPANNER,
  TRINO,
  /** A kind that the server has and this client does not know. */
  UNKNOWN;

  /**
   * The kind of this name, in any case.
   *
   * @throws InvalidArgumentException when there is none; the message names them all
   */
  public static IntegrationKind parse(String name) {
    String wanted = name.toUpperCase(Locale.ROOT);
    return known()
        .filter(kind -> kind.name().equals(wanted))
        .findFirst()
        .orElseThrow(() -> new InvalidArgumentException("kind: must be one of " + names()));
  }

  private static String names() {
    return known().map(Enum::name).collect(Collectors.joining(", "));
  }

  private static Stream<IntegrationKind> known() {
    return Arrays.stream(values()).filter(kind -> kind != UNKNOWN);
  }
}
