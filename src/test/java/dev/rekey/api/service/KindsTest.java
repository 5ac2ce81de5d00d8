package dev.rekey.api.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.chalk.server.v1.IntegrationKind;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.datasource.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

// Kind; kind echo
class KindsTest {
  @ParameterizedTest
  @EnumSource
  void everyKindSurvivesTheWire(Kind kind) {
    assertThat(Kinds.of(Kinds.toWire(kind), "kind")).contains(kind);
    assertThat(Kinds.toWire(kind)).hasToString("INTEGRATION_KIND_" + kind);
  }

  // Kinds usable from chalkpy
  @ParameterizedTest
  @EnumSource(
      value = IntegrationKind.class,
      names = {
        "INTEGRATION_KIND_AWS",
        "INTEGRATION_KIND_COHERE",
        "INTEGRATION_KIND_GCP",
        "INTEGRATION_KIND_HUGGINGFACE",
        "INTEGRATION_KIND_OPENAI",
        "UNRECOGNIZED"
      })
  void kindThatIsNotServedIsRefusedByField(IntegrationKind kind) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> Kinds.of(kind, "integration_kind"))
        .returns("integration_kind", InvalidFieldException::field)
        .withMessageEndingWith(
            "use INTEGRATION_KIND_ and one of ATHENA, BIGQUERY, CLICKHOUSE, DATABRICKS, DYNAMODB,"
                + " KAFKA, KINESIS, MSSQL, MYSQL, POSTGRESQL, PUBSUB, REDSHIFT, SNOWFLAKE,"
                + " SPANNER, TRINO");
  }

  @Test
  void missingKindIsEmptyWhereItMayBeAndRefusedWhereItMayNot() {
    assertThat(Kinds.of(IntegrationKind.INTEGRATION_KIND_UNSPECIFIED, "kind")).isEmpty();
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> Kinds.require(IntegrationKind.INTEGRATION_KIND_UNSPECIFIED, "kind"))
        .returns("kind", InvalidFieldException::field)
        .withMessageStartingWith("kind: is missing; ");
  }
}
