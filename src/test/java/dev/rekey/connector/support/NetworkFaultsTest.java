package dev.rekey.connector.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.Unreachable;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkFaultsTest {
  private static final String TEXT = "canary";
  private static final Endpoint AT = new Endpoint("db.example", 5432, "HOST", Optional.of("TLS"));

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new RefusedAddressException("a private address"), "Misconfigured"),
        Arguments.of(new UnknownHostException(TEXT), "Unreachable"),
        Arguments.of(new ConnectException(TEXT), "Unreachable"),
        Arguments.of(new SocketException(TEXT), "Unreachable"),
        Arguments.of(new EOFException(TEXT), "Unreachable"),
        Arguments.of(new SocketTimeoutException(TEXT), "TimedOut"),
        Arguments.of(new ClosedByInterruptException(), "TimedOut"),
        Arguments.of(tls(null), "Misconfigured"),
        Arguments.of(tls(new EOFException(TEXT)), "Unreachable"),
        Arguments.of(tls(new SocketTimeoutException(TEXT)), "TimedOut"),
        Arguments.of(tls(new CertificateException(TEXT)), "Misconfigured"),
        Arguments.of(tls(new CertPathBuilderException(TEXT)), "Misconfigured"),
        Arguments.of(tls(new CertificateExpiredException(TEXT)), "Misconfigured"),
        Arguments.of(new SSLPeerUnverifiedException(TEXT), "Misconfigured"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failureIsToldByItsTypeHoweverDeep(Exception failure, String outcome) {
    Optional<TestResult> result =
        NetworkFaults.outcome(new IllegalStateException(TEXT, new RuntimeException(failure)), AT);

    assertThat(result)
        .hasValueSatisfying(
            found -> {
              assertThat(found.getClass().getSimpleName()).isEqualTo(outcome);
              assertThat(found.message()).contains("db.example:5432").doesNotContain(TEXT);
            });
  }

  @Test
  void whatIsNoFailureOnTheWayIsLeftToTheDriversTable() {
    assertThat(NetworkFaults.outcome(new IllegalStateException(TEXT), AT)).isEmpty();
  }

  @Test
  void circleOfCausesEnds() {
    var one = new RuntimeException(TEXT);
    var two = new RuntimeException(one);
    one.initCause(two);

    assertThat(NetworkFaults.outcome(two, AT)).isEmpty();
  }

  @Test
  void refusedAddressIsBlamedOnTheKeyOfTheHost() {
    assertThat(NetworkFaults.outcome(new RefusedAddressException("a private address"), AT))
        .hasValueSatisfying(result -> assertThat(((Misconfigured) result).key()).isEqualTo("HOST"));
  }

  @Test
  void certificateIsBlamedOnTheOtherSideWhereNoKeyDecides() {
    assertThat(
            NetworkFaults.outcome(
                tls(new CertificateExpiredException(TEXT)), new Endpoint("h", 443, "HOST")))
        .contains(new Unreachable("the certificate of h:443 is not valid now"));
  }

  private static IOException tls(Throwable cause) {
    var error = new SSLHandshakeException(TEXT);
    error.initCause(cause);
    return error;
  }
}
