package dev.rekey.connector.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.TestResult;
import dev.rekey.connector.support.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnowflakeErrorsTest {
  private static final Endpoint AT =
      new Endpoint("org-account.snowflakecomputing.com", 443, "SNOWFLAKE_ACCOUNT_ID");

  @ParameterizedTest
  @CsvSource({
    "390100, Refused",
    "390101, Refused",
    "390102, Refused",
    "390144, Refused",
    "394300, Refused",
    "394304, Refused",
    "394305, Refused",
    "394306, Refused",
    "390400, Misconfigured",
    "390190, NotPermitted",
    "390420, NotPermitted",
    "390422, NotPermitted",
    "003001, NotPermitted",
    "003540, NotPermitted",
    "390189, Misconfigured",
    "390201, Misconfigured",
    "000606, Misconfigured",
    "000604, TimedOut",
    "000630, TimedOut",
    "390112, Unreachable",
    "250001, Unreachable"
  })
  void answerIsToldByItsCode(String code, String outcome) {
    TestResult result = SnowflakeErrors.ofCode(code, AT);

    assertThat(result.getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(result.message()).contains(AT.toString(), code);
  }

  @ParameterizedTest
  @CsvSource({
    "403, Misconfigured",
    "404, Misconfigured",
    "302, Unreachable",
    "429, Unreachable",
    "503, Unreachable"
  })
  void answerWithoutCodeIsToldByItsStatus(int status, String outcome) {
    assertThat(SnowflakeErrors.ofStatus(status, AT).getClass().getSimpleName()).isEqualTo(outcome);
  }

  @Test
  void codeThatIsNoCodeIsNotPassedOn() {
    assertThat(SnowflakeErrors.ofCode("canary", AT).message()).doesNotContain("canary");
  }
}
