package dev.rekey.connector.databricks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekey.connector.TestResult;
import dev.rekey.secret.Secret;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabricksErrorsTest {
  private static final DatabricksSpec SPEC =
      DatabricksSpec.of(
          Map.of(
              "DATABRICKS_HOST", Secret.of("w.example"),
              "DATABRICKS_HTTP_PATH", Secret.of("/sql/1.0/warehouses/ab12"),
              "DATABRICKS_TOKEN", Secret.of("t")));

  @ParameterizedTest
  @CsvSource({
    "SUCCEEDED, '', '', Passed",
    "CANCELED, '', '', Unreachable",
    "CLOSED, '', '', Unreachable",
    "PENDING, '', '', Unreachable",
    "FAILED, BAD_REQUEST, 42501, NotPermitted",
    "FAILED, BAD_REQUEST, 42704, Misconfigured",
    "FAILED, BAD_REQUEST, 3F000, Misconfigured",
    "FAILED, BAD_REQUEST, 3D000, Misconfigured",
    "FAILED, BAD_REQUEST, '', Misconfigured",
    "FAILED, NOT_FOUND, '', Misconfigured",
    "FAILED, UNAUTHENTICATED, '', Refused",
    "FAILED, TEMPORARILY_UNAVAILABLE, '', Unreachable",
    "FAILED, RESOURCE_EXHAUSTED, '', Unreachable",
    "FAILED, canary in the code, canary!, Unreachable"
  })
  void statementIsToldByItsStateAndCode(String state, String code, String sqlState, String outcome)
      throws JsonProcessingException {
    TestResult result =
        DatabricksErrors.ofStatement(
            json(
                """
                {"status": {"state": "%s", "sql_state": "%s",
                            "error": {"error_code": "%s", "message": "canary"}}}"""
                    .formatted(state, sqlState, code)),
            SPEC);

    assertResult(result, outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "401, Refused",
    "400, Misconfigured",
    "404, Misconfigured",
    "302, Misconfigured",
    "429, Unreachable",
    "500, Unreachable",
    "503, Unreachable"
  })
  void refusalOfARequestIsToldByItsStatus(int status, String outcome)
      throws JsonProcessingException {
    TestResult result = DatabricksErrors.ofStatus(status, json("{\"message\": \"canary\"}"), SPEC);

    assertResult(result, outcome);
    assertThat(result.message()).contains(Integer.toString(status));
  }

  private static void assertResult(TestResult result, String outcome) {
    assertThat(result.getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(result.message()).contains("w.example:443").doesNotContain("canary");
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text);
  }
}
