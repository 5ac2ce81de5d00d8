package dev.rekey.connector.trino;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrinoStatementTest {
  @Test
  void statementNeedsWhatIsNamed() {
    assertThat(TrinoStatement.proving(Optional.empty(), Optional.empty())).isEqualTo("SELECT 1");
    assertThat(TrinoStatement.proving(Optional.of("lake"), Optional.empty()))
        .isEqualTo("SHOW SCHEMAS FROM \"lake\" LIKE 'rekey'");
    assertThat(TrinoStatement.proving(Optional.of("lake"), Optional.of("orders")))
        .isEqualTo("SHOW TABLES FROM \"lake\".\"orders\" LIKE 'rekey'");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "lake, \"lake\"",
        "a\"b, \"a\"\"b\"",
        "\", \"\"\"\"",
        "a'b, \"a'b\"",
        "a\\, \"a\\\"",
        "a%sb, \"a%sb\""
      })
  void identifierIsQuoted(String name, String quoted) {
    assertThat(TrinoStatement.identifier(name)).isEqualTo(quoted);
    assertThat(TrinoStatement.proving(Optional.of(name), Optional.of(name)))
        .isEqualTo("SHOW TABLES FROM " + quoted + "." + quoted + " LIKE 'rekey'");
  }
}
