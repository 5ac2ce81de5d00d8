package dev.rekey.connector.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.ConnectorFixture;
import dev.rekey.connector.Setup;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.testing.PostgresServer;
import dev.rekey.testing.TestCertificate;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresqlTlsTest {
  private SSLContext trustOfTheJvm;

  @BeforeEach
  void keepTrust() throws NoSuchAlgorithmException {
    trustOfTheJvm = SSLContext.getDefault();
  }

  @AfterEach
  void restore() {
    SSLContext.setDefault(trustOfTheJvm);
    TlsServer.SERVER.showCertificate(TlsServer.CERTIFICATE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"disable", "allow", "prefer", "require"})
  void modeThatVerifiesNothingTakesAnyCertificate(String mode) {
    assertThat(outcome(TlsServer.config(mode))).isInstanceOf(Passed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"verify-ca", "verify-full"})
  void trustedCertificatePasses(String mode) {
    SSLContext.setDefault(TlsServer.CERTIFICATE.trusting());

    assertThat(outcome(TlsServer.config(mode))).isInstanceOf(Passed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"verify-ca", "verify-full"})
  void untrustedCertificateIsMisconfigured(String mode) {
    assertThat(outcome(TlsServer.config(mode))).isEqualTo(misconfigured("is not trusted"));
  }

  @Test
  void expiredCertificateIsMisconfigured() {
    show(TestCertificate.expired());

    assertThat(outcome(TlsServer.config("verify-full")))
        .isEqualTo(misconfigured("is not valid now"));
  }

  @Test
  void certificateForAnotherHostIsMisconfiguredWhenTheHostCounts() {
    show(TestCertificate.forAnotherHost());

    assertThat(outcome(TlsServer.config("verify-full")))
        .isEqualTo(misconfigured("is not for this host"));
    assertThat(outcome(TlsServer.config("verify-ca"))).isInstanceOf(Passed.class);
  }

  @Test
  void wrongPasswordIsRefusedOverTlsToo() {
    var config = new HashMap<>(TlsServer.config("require"));
    config.put("PGPASSWORD", "wrong");

    assertThat(outcome(config)).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"require", "verify-ca", "verify-full"})
  void serverWithoutTlsIsMisconfiguredWhenItIsRequired(String mode) {
    var config = new HashMap<>(TlsServer.config(mode));
    config.put("PGPORT", Integer.toString(PostgresServer.shared().port()));

    assertThat(outcome(config))
        .isEqualTo(
            new Misconfigured("PGSSLMODE", "127.0.0.1:" + config.get("PGPORT") + " offers no TLS"));
  }

  private static void show(TestCertificate certificate) {
    TlsServer.SERVER.showCertificate(certificate);
    SSLContext.setDefault(certificate.trusting());
  }

  private static Misconfigured misconfigured(String problem) {
    return new Misconfigured(
        "PGSSLMODE",
        "the certificate of 127.0.0.1:%d %s".formatted(TlsServer.SERVER.port(), problem));
  }

  private static TestResult outcome(Map<String, String> config) {
    return new Setup(
            new PostgresqlConnector(ConnectorFixture.OPEN, PostgresqlConnectorTest.TOKENS), config)
        .test(Duration.ofSeconds(60));
  }
}
