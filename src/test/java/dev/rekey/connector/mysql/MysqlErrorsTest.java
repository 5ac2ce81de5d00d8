package dev.rekey.connector.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.exceptions.UnableToConnectException;
import dev.rekey.connector.TestResult;
import dev.rekey.secret.Secret;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MysqlErrorsTest {
  private static final String TEXT = "canary";
  private static final MysqlSpec SPEC =
      MysqlSpec.of(
          Map.of(
              "MYSQL_HOST", Secret.of("db.example"),
              "MYSQL_DATABASE", Secret.of("db"),
              "MYSQL_USER", Secret.of("user")));

  @ParameterizedTest
  @CsvSource({
    "1045, Refused",
    "1698, Refused",
    "1862, Refused",
    "1820, Refused",
    "3118, Refused",
    "4151, Refused",
    "1044, NotPermitted",
    "1142, NotPermitted",
    "1227, NotPermitted",
    "1370, NotPermitted",
    "1130, NotPermitted",
    "3159, Misconfigured",
    "1049, Misconfigured",
    "1251, Unsupported",
    "1275, Unsupported",
    "2059, Unsupported",
    "1524, Unsupported",
    "1969, TimedOut",
    "3024, TimedOut",
    "1317, TimedOut",
    "1040, Unreachable",
    "1129, Unreachable",
    "1203, Unreachable",
    "1226, Unreachable",
    "1053, Unreachable"
  })
  void answerOfTheServerIsToldByItsNumber(int number, String outcome) {
    TestResult result = MysqlErrors.outcome(new SQLException(TEXT, "HY000", number), SPEC);

    assertThat(result.getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(result.message())
        .contains("db.example:3306", Integer.toString(number))
        .doesNotContain(TEXT);
  }

  static Stream<Arguments> causes() {
    return Stream.of(
        Arguments.of(new SocketTimeoutException(TEXT), "TimedOut"),
        Arguments.of(new UnableToConnectException(TEXT), "Misconfigured"),
        Arguments.of(new IllegalStateException(TEXT), "Unreachable"));
  }

  @ParameterizedTest
  @MethodSource("causes")
  void failureOfTheDriverIsToldByItsType(Exception cause, String outcome) {
    TestResult result = MysqlErrors.outcome(new SQLException(TEXT, "08S01", 0, cause), SPEC);

    assertThat(result.getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(result.message()).contains("db.example:3306").doesNotContain(TEXT);
  }
}
