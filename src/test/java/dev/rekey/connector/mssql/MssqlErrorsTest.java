package dev.rekey.connector.mssql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.TestResult;
import dev.rekey.secret.Secret;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MssqlErrorsTest {
  private static final String TEXT = "canary";
  private static final MssqlSpec SPEC =
      MssqlSpec.of(
          Map.of(
              "MSSQL_HOST", Secret.of("db.example"),
              "MSSQL_DATABASE", Secret.of("db"),
              "MSSQL_USER", Secret.of("user"),
              "MSSQL_PWD", Secret.of("password")));

  @ParameterizedTest
  @CsvSource({
    "18456, Refused",
    "18452, Refused",
    "18470, Refused",
    "18486, Refused",
    "18487, Refused",
    "18488, Refused",
    "33155, Refused",
    "4060, NotPermitted",
    "916, NotPermitted",
    "229, NotPermitted",
    "262, NotPermitted",
    "18461, NotPermitted",
    "40615, NotPermitted",
    "40914, NotPermitted",
    "911, Misconfigured",
    "40532, Misconfigured",
    "1222, TimedOut",
    "40613, Unreachable",
    "40197, Unreachable",
    "40501, Unreachable",
    "10928, Unreachable",
    "49918, Unreachable"
  })
  void answerOfTheServerIsToldByItsNumber(int number, String outcome) {
    TestResult result = MssqlErrors.outcome(new SQLException(TEXT, "S0001", number), SPEC);

    assertThat(result.getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(result.message())
        .contains("db.example:1433", Integer.toString(number))
        .doesNotContain(TEXT);
  }

  @Test
  void failureOfTheDriverIsToldByItsCause() {
    var silent = new SQLException(TEXT, "08S01", 0, new SocketTimeoutException(TEXT));

    assertThat(MssqlErrors.outcome(silent, SPEC)).isInstanceOf(TestResult.TimedOut.class);
    assertThat(MssqlErrors.outcome(new SQLException(TEXT), SPEC))
        .isInstanceOf(TestResult.Unreachable.class);
  }
}
