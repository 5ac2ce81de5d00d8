package dev.rekey.secret.gcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.core.CredentialsProvider;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import dev.rekey.google.GoogleEndpoint;
import dev.rekey.secret.FetchResult;
import dev.rekey.secret.Secret;
import dev.rekey.secret.SecretIdentities;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import dev.rekey.testing.FakeSecretManager;
import dev.rekey.testing.TestCertificate;
import io.grpc.Grpc;
import io.grpc.ManagedChannelBuilder;
import io.grpc.TlsChannelCredentials;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GoogleCredentialsTest {
  private static final TestCertificate CERTIFICATE = TestCertificate.valid();
  private static final SecretRef DB = SecretRef.parse("gcp-sm://orders/db");
  private static final FetchResult FOUND =
      new FetchResult.Found(new SecretVersion("1"), Secret.of("value"));

  @Test
  void tokenIsSentOverTls() {
    try (FakeSecretManager google = withSecret();
        GoogleSecretStore store = store(google, CERTIFICATE, () -> token("good"))) {
      google.requireToken("good");

      assertThat(store.fetch(DB)).isEqualTo(FOUND);
    }
  }

  @Test
  void otherCredentialsAreLookedForOnceTheOldOnesAreNotAccepted() {
    AtomicInteger looked = new AtomicInteger();
    CredentialsProvider provider = () -> token(looked.incrementAndGet() == 1 ? "expired" : "good");
    try (FakeSecretManager google = withSecret();
        GoogleSecretStore store = store(google, CERTIFICATE, provider)) {
      google.requireToken("good");

      assertThat(store.fetch(DB)).isInstanceOf(FetchResult.Denied.class);
      assertThat(store.fetch(DB)).isEqualTo(FOUND);
      assertThat(store.fetch(DB)).isEqualTo(FOUND);
      assertThat(looked).hasValue(2);
    }
  }

  @Test
  void credentialsAreLookedForByTheFirstCallAndAgainAfterThereWereNone() {
    AtomicInteger looked = new AtomicInteger();
    CredentialsProvider provider =
        () -> {
          if (looked.incrementAndGet() == 1) {
            throw new FileNotFoundException("canary");
          }
          return token("good");
        };
    try (FakeSecretManager google = withSecret();
        GoogleSecretStore store = store(google, CERTIFICATE, provider)) {
      assertThat(looked).hasValue(0);

      assertThat(store.fetch(DB))
          .isEqualTo(
              new FetchResult.Denied(
                  "gcp-sm://orders/db may not be read: no application default credentials; set"
                      + " GOOGLE_APPLICATION_CREDENTIALS, or run with a service account attached"));
      assertThat(store.fetch(DB)).isEqualTo(FOUND);
    }
  }

  @Test
  void serverThatIsNotTrustedGetsNoToken() {
    try (FakeSecretManager google = withSecret();
        GoogleSecretStore store = store(google, TestCertificate.valid(), () -> token("good"))) {
      assertThat(store.fetch(DB)).isInstanceOf(FetchResult.Unavailable.class);
      assertThat(google.calls(FakeSecretManager.ACCESS)).isZero();
    }
  }

  private static FakeSecretManager withSecret() {
    FakeSecretManager google = FakeSecretManager.start(CERTIFICATE);
    google.add("projects/orders/secrets/db", "value");
    return google;
  }

  private static GoogleSecretStore store(
      FakeSecretManager google, TestCertificate trusted, CredentialsProvider credentials) {
    return new GoogleSecretStore(
        new SecretManagerClients(
            Optional.of(GoogleEndpoint.of(google.endpoint())),
            credentials,
            Duration.ofSeconds(30),
            () ->
                SecretManagerServiceSettings.defaultGrpcTransportProviderBuilder()
                    .setChannelConfigurator(_ -> trusting(google, trusted))),
        new SecretIdentities());
  }

  private static ManagedChannelBuilder<?> trusting(
      FakeSecretManager google, TestCertificate trusted) {
    try {
      return Grpc.newChannelBuilder(
          google.endpoint().getAuthority(),
          TlsChannelCredentials.newBuilder()
              .trustManager(new ByteArrayInputStream(trusted.authorityPem().getBytes(US_ASCII)))
              .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OAuth2Credentials token(String value) {
    Date expiry = Date.from(Instant.now().plus(Duration.ofHours(1)));
    return OAuth2Credentials.create(new AccessToken(value, expiry));
  }
}
