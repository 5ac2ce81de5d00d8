package dev.rekey.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rekey.testing.TestCertificate;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  private static TestCertificate server;
  private static TestCertificate caller;

  @TempDir Path folder;
  private Path roots;
  private Path certificate;
  private Path key;

  @BeforeAll
  static void make() {
    server = TestCertificate.valid();
    caller = TestCertificate.valid();
  }

  @BeforeEach
  void write() throws IOException {
    roots = Files.writeString(folder.resolve("roots.pem"), server.authorityPem());
    certificate = Files.writeString(folder.resolve("cert.pem"), caller.certificatePem());
    key = Files.writeString(folder.resolve("key.pem"), caller.keyPem());
  }

  @Test
  void rootCertificatesMeanTlsOnThisMachineToo() throws IOException {
    try (var api = FakeApi.whole(serving(TlsServerCredentials.ClientAuth.NONE));
        var client = api.client().rootCertificates(roots).build()) {
      assertThat(client.datasources().list()).isEmpty();
    }
  }

  @Test
  void serverOfAnotherAuthorityIsNotTrusted() throws IOException {
    Path others = Files.writeString(folder.resolve("others.pem"), caller.authorityPem());
    try (var api = FakeApi.whole(serving(TlsServerCredentials.ClientAuth.NONE));
        var client =
            api.client().rootCertificates(others).deadline(Duration.ofSeconds(5)).build()) {
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> client.datasources().list());
    }
  }

  @Test
  void clientShowsItsCertificate() throws IOException {
    try (var api = FakeApi.whole(serving(TlsServerCredentials.ClientAuth.REQUIRE));
        var client =
            api.client().rootCertificates(roots).clientCertificate(certificate, key).build()) {
      assertThat(client.datasources().list()).isEmpty();
    }
  }

  @Test
  void clientWithoutCertificateIsTurnedAway() throws IOException {
    try (var api = FakeApi.whole(serving(TlsServerCredentials.ClientAuth.REQUIRE));
        var client = api.client().rootCertificates(roots).build()) {
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> client.datasources().list());
    }
  }

  @Test
  void variablesNameTheFiles() throws IOException {
    try (var api = FakeApi.whole(serving(TlsServerCredentials.ClientAuth.REQUIRE));
        var client =
            RekeyClient.create(
                Map.of(
                    "CHALK_API_SERVER", api.address(),
                    "CHALK_CLIENT_ID", FakeApi.ID,
                    "CHALK_CLIENT_SECRET", FakeApi.SECRET,
                    "REKEY_ROOT_CERTIFICATES", roots.toString(),
                    "REKEY_CLIENT_CERTIFICATE", certificate.toString(),
                    "REKEY_CLIENT_KEY", key.toString()))) {
      assertThat(client.datasources().list()).isEmpty();
    }
  }

  @Test
  void certificateWithoutKeyIsRefused() {
    assertThatExceptionOfType(InvalidArgumentException.class)
        .isThrownBy(
            () -> RekeyClient.builder(Map.of("REKEY_CLIENT_CERTIFICATE", certificate.toString())))
        .withMessageContaining("REKEY_CLIENT_KEY");
  }

  @Test
  void fileThatIsNotThereIsNamed() {
    Path none = folder.resolve("none.pem");
    RekeyClient.Builder builder =
        RekeyClient.builder()
            .apiServer("api.example.com")
            .clientId("id")
            .clientSecret("secret")
            .rootCertificates(none);

    assertThatExceptionOfType(InvalidArgumentException.class)
        .isThrownBy(builder::build)
        .withMessageContaining(none.toString());
  }

  private static ServerCredentials serving(TlsServerCredentials.ClientAuth clients)
      throws IOException {
    return TlsServerCredentials.newBuilder()
        .keyManager(stream(server.certificatePem()), stream(server.keyPem()))
        .trustManager(stream(caller.authorityPem()))
        .clientAuth(clients)
        .build();
  }

  private static InputStream stream(String pem) {
    return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
  }
}
