package dev.rekey.connector.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.Verdict;
import dev.rekey.secret.Secret;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ClickhouseErrorsTest {
  private static final ClickhouseSpec SPEC =
      ClickhouseSpec.of(Map.of("CLICKHOUSE_HOST", Secret.of("ch.example")));

  @ParameterizedTest
  @CsvSource({
    "516, REFUSED",
    "192, REFUSED",
    "193, REFUSED",
    "194, MISCONFIGURED",
    "195, NOT_PERMITTED",
    "291, NOT_PERMITTED",
    "497, NOT_PERMITTED",
    "164, NOT_PERMITTED",
    "392, NOT_PERMITTED",
    "81, MISCONFIGURED",
    "159, TIMED_OUT",
    "209, TIMED_OUT",
    "201, UNREACHABLE",
    "202, UNREACHABLE",
    "210, UNREACHABLE",
    "236, UNREACHABLE",
    "241, UNREACHABLE",
    "394, UNREACHABLE",
    "439, UNREACHABLE",
    "999, UNREACHABLE",
    "-1, UNREACHABLE"
  })
  void codeSaysWhatHappened(int code, Verdict verdict) {
    TestResult result = ClickhouseErrors.outcome(new ServerException(code), SPEC);

    assertThat(result.verdict()).isEqualTo(verdict);
    assertThat(result.message()).contains("ch.example:9440 (code " + code + ")");
  }

  @ParameterizedTest
  @CsvSource({"194, CLICKHOUSE_PWD", "81, CLICKHOUSE_DATABASE"})
  void keyToMendIsNamed(int code, String key) {
    assertThat(ClickhouseErrors.outcome(new ServerException(code), SPEC))
        .isInstanceOfSatisfying(
            Misconfigured.class, result -> assertThat(result.key()).isEqualTo(key));
  }

  @ParameterizedTest
  @EnumSource(StrangeAnswerException.Speaker.class)
  void whoeverAnswersElseIsNoRefusal(StrangeAnswerException.Speaker speaker) {
    TestResult result = ClickhouseErrors.outcome(new StrangeAnswerException(speaker), SPEC);

    assertThat(result.verdict()).isIn(Verdict.MISCONFIGURED, Verdict.UNREACHABLE);
  }
}
