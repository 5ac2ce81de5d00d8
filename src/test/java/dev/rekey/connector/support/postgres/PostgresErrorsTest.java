package dev.rekey.connector.support.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.secret.Secret;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

class PostgresErrorsTest {
  private static final String TEXT = "canary";

  @ParameterizedTest
  @CsvSource({
    "28P01, Refused",
    "28000, Refused",
    "42501, NotPermitted",
    "3D000, Misconfigured",
    "57P04, Misconfigured",
    "57P03, Unreachable",
    "57P01, Unreachable",
    "53300, Unreachable",
    "08P01, Unreachable",
    "XX000, Unreachable",
    "57014, TimedOut",
    "0A000, Unsupported"
  })
  void answerOfTheServerIsToldBySqlState(String state, String outcome) {
    TestResult result = outcome(answer(state), "prefer", "secret");

    assertThat(result.getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(result.message()).contains("db.example:5432", state).doesNotContain(TEXT);
  }

  @Test
  void stateThatIsNoStateIsNotPassedOn() {
    assertThat(outcome(answer("canary in the state"), "prefer", "secret").message())
        .doesNotContain(TEXT);
  }

  static Stream<Arguments> causes() {
    return Stream.of(
        Arguments.of(new UnknownHostException(TEXT), "Unreachable"),
        Arguments.of(new ConnectException(TEXT), "Unreachable"),
        Arguments.of(new EOFException(TEXT), "Unreachable"),
        Arguments.of(new SocketTimeoutException(TEXT), "TimedOut"),
        Arguments.of(tls(new EOFException(TEXT)), "Unreachable"),
        Arguments.of(tls(null), "Misconfigured"),
        Arguments.of(tls(new CertificateException(TEXT)), "Misconfigured"),
        Arguments.of(
            tls(
                new CertificateException(
                    new CertPathValidatorException(new CertificateExpiredException(TEXT)))),
            "Misconfigured"));
  }

  @ParameterizedTest
  @MethodSource("causes")
  void failureOfTheConnectionIsToldByItsType(IOException cause, String outcome) {
    var error = new PSQLException(TEXT, PSQLState.CONNECTION_FAILURE, cause);

    TestResult result = outcome(error, "verify-full", "secret");

    assertThat(result.getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(result.message()).contains("db.example:5432").doesNotContain(TEXT);
  }

  @ParameterizedTest
  @CsvSource({"require, secret, PGSSLMODE", "require, '', PGSSLMODE", "prefer, '', PGPASSWORD"})
  void rejectionByTheDriverIsBlamedOnTheKeyThatCausesIt(
      String sslMode, String password, String key) {
    var error = new PSQLException(TEXT, PSQLState.CONNECTION_REJECTED);

    assertThat(outcome(error, sslMode, password))
        .isInstanceOfSatisfying(
            Misconfigured.class, result -> assertThat(result.key()).isEqualTo(key));
  }

  @Test
  void unknownWayToLogInIsUnsupported() {
    var error = new PSQLException(TEXT, PSQLState.CONNECTION_REJECTED);

    assertThat(outcome(error, "prefer", "secret")).isInstanceOf(TestResult.Unsupported.class);
  }

  private static PSQLException answer(String state) {
    return new PSQLException(new ServerErrorMessage("SFATAL\0C%s\0M%s\0\0".formatted(state, TEXT)));
  }

  private static SSLHandshakeException tls(Throwable cause) {
    var error = new SSLHandshakeException(TEXT);
    error.initCause(cause);
    return error;
  }

  private static TestResult outcome(PSQLException error, String sslMode, String password) {
    var login =
        new PostgresLogin(
            new Endpoint("db.example", 5432, "PGHOST", Optional.of("PGSSLMODE")),
            "db",
            "user",
            Secret.of(password),
            TlsModes.of(sslMode),
            new PostgresLogin.Keys("PGDATABASE", "PGPASSWORD", "PGSSLMODE"));
    return PostgresErrors.outcome(error, login);
  }
}
