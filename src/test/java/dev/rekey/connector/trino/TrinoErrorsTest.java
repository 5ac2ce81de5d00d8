package dev.rekey.connector.trino;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.Verdict;
import dev.rekey.secret.Secret;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrinoErrorsTest {
  private static final TrinoSpec WITHOUT_PASSWORD =
      TrinoSpec.of(
          Map.of("TRINO_HOST", Secret.of("trino.example"), "TRINO_USER", Secret.of("analyst")));
  private static final TrinoSpec WITH_PASSWORD =
      TrinoSpec.of(
          Map.of(
              "TRINO_HOST", Secret.of("trino.example"),
              "TRINO_USER", Secret.of("analyst"),
              "TRINO_PASSWORD", Secret.of("right")));

  @ParameterizedTest
  @CsvSource({
    "401, REFUSED",
    "403, NOT_PERMITTED",
    "429, UNREACHABLE",
    "502, UNREACHABLE",
    "503, UNREACHABLE",
    "504, UNREACHABLE",
    "404, UNREACHABLE",
    "307, UNREACHABLE",
    "500, UNREACHABLE"
  })
  void statusSaysWhatHappened(int status, Verdict verdict) {
    TestResult result = TrinoErrors.ofStatus(status, WITH_PASSWORD);

    assertThat(result.verdict()).isEqualTo(verdict);
    assertThat(result.message()).contains("trino.example:443 (HTTP " + status + ")");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void missingPasswordIsNamedWhereOneIsAskedFor(int status) {
    assertThat(TrinoErrors.ofStatus(status, WITHOUT_PASSWORD))
        .isInstanceOfSatisfying(
            Misconfigured.class, result -> assertThat(result.key()).isEqualTo("TRINO_PASSWORD"));
  }

  @ParameterizedTest
  @CsvSource({
    "CATALOG_NOT_FOUND, MISCONFIGURED",
    "MISSING_CATALOG_NAME, MISCONFIGURED",
    "SCHEMA_NOT_FOUND, MISCONFIGURED",
    "MISSING_SCHEMA_NAME, MISCONFIGURED",
    "PERMISSION_DENIED, NOT_PERMITTED",
    "QUERY_REJECTED, NOT_PERMITTED",
    "EXCEEDED_TIME_LIMIT, TIMED_OUT",
    "SERVER_STARTING_UP, UNREACHABLE",
    "SERVER_SHUTTING_DOWN, UNREACHABLE",
    "NO_NODES_AVAILABLE, UNREACHABLE",
    "QUERY_QUEUE_FULL, UNREACHABLE",
    "CLUSTER_OUT_OF_MEMORY, UNREACHABLE",
    "ADMINISTRATIVELY_KILLED, UNREACHABLE",
    "GENERIC_INTERNAL_ERROR, UNREACHABLE",
    "JDBC_ERROR, UNREACHABLE"
  })
  void nameSaysWhatHappened(String name, Verdict verdict) {
    TestResult result = TrinoErrors.ofName(name, WITH_PASSWORD);

    assertThat(result.verdict()).isEqualTo(verdict);
    assertThat(result.message()).contains("trino.example:443 (" + name + ")");
  }

  @ParameterizedTest
  @CsvSource({
    "CATALOG_NOT_FOUND, TRINO_CATALOG",
    "MISSING_CATALOG_NAME, TRINO_CATALOG",
    "SCHEMA_NOT_FOUND, TRINO_SCHEMA",
    "MISSING_SCHEMA_NAME, TRINO_SCHEMA"
  })
  void keyToMendIsNamed(String name, String key) {
    assertThat(TrinoErrors.ofName(name, WITH_PASSWORD))
        .isInstanceOfSatisfying(
            Misconfigured.class, result -> assertThat(result.key()).isEqualTo(key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "password=x", "Access Denied", "A B", "permission_denied"})
  void textThatIsNoNameIsNotRepeated(String text) {
    TestResult result = TrinoErrors.ofName(text, WITH_PASSWORD);

    assertThat(result.verdict()).isEqualTo(Verdict.UNREACHABLE);
    assertThat(result.message()).contains("(an unnamed error)");
  }
}
