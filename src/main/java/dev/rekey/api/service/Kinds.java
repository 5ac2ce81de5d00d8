package dev.rekey.api.service;

import com.chalk.server.v1.IntegrationKind;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.datasource.Kind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Kinds on the wire. Some kinds of the wire have no connection to test, and are not served. */
final class Kinds {
  private static final String PREFIX = "INTEGRATION_KIND_";
  private static final String CHOICE =
      Arrays.stream(Kind.values())
          .map(Kind::name)
          .collect(Collectors.joining(", ", "use " + PREFIX + " and one of ", ""));

  private Kinds() {}

  static IntegrationKind toWire(Kind kind) {
    return IntegrationKind.valueOf(PREFIX + kind.name());
  }

  /**
   * @throws InvalidFieldException for this field when the kind is missing or not served
   */
  static Kind require(IntegrationKind kind, String field) {
    return of(kind, field)
        .orElseThrow(() -> new InvalidFieldException(field, "is missing; " + CHOICE));
  }

  /**
   * The kind, or empty for {@code INTEGRATION_KIND_UNSPECIFIED}.
   *
   * @throws InvalidFieldException for this field when the kind is not served
   */
  static Optional<Kind> of(IntegrationKind kind, String field) {
    return switch (kind) {
      case INTEGRATION_KIND_UNSPECIFIED -> Optional.empty();
      case INTEGRATION_KIND_AWS,
          INTEGRATION_KIND_COHERE,
          INTEGRATION_KIND_GCP,
          INTEGRATION_KIND_HUGGINGFACE,
          INTEGRATION_KIND_OPENAI ->
          throw new InvalidFieldException(field, name(kind) + " is not served; " + CHOICE);
      case UNRECOGNIZED -> throw new InvalidFieldException(field, "is unknown; " + CHOICE);
      case INTEGRATION_KIND_ATHENA,
          INTEGRATION_KIND_BIGQUERY,
          INTEGRATION_KIND_CLICKHOUSE,
          INTEGRATION_KIND_DATABRICKS,
          INTEGRATION_KIND_DYNAMODB,
          INTEGRATION_KIND_KAFKA,
          INTEGRATION_KIND_KINESIS,
          INTEGRATION_KIND_MSSQL,
          INTEGRATION_KIND_MYSQL,
          INTEGRATION_KIND_POSTGRESQL,
          INTEGRATION_KIND_PUBSUB,
          INTEGRATION_KIND_REDSHIFT,
          INTEGRATION_KIND_SNOWFLAKE,
          INTEGRATION_KIND_SPANNER,
          INTEGRATION_KIND_TRINO ->
          Optional.of(Kind.valueOf(name(kind)));
    };
  }

  private static String name(IntegrationKind kind) {
    return kind.name().substring(PREFIX.length());
  }

  /** The kind as text, as {@code TestIntegrationResponse} has it: {@code postgresql}. */
  static String text(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
