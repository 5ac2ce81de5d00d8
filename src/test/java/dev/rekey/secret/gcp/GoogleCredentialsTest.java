package dev.rekey.secret.gcp;

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
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import java.io.FileNotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class GoogleCredentialsTest {
  private static final SecretRef DB = SecretRef.parse("gcp-sm://orders/db");
  private static final FetchResult FOUND =
      new FetchResult.Found(new SecretVersion("1"), Secret.of("value"));

  @Test
  void tokenIsSentOverTls() {
    TestCertificate certificate = TestCertificate.valid();
    try (FakeSecretManager google = withSecret(certificate);
        GoogleSecretStore store = store(google, certificate, () -> token("good"))) {
      google.requireToken("good");

      assertThat(store.fetch(DB)).isEqualTo(FOUND);
    }
  }

  @Test
  void otherCredentialsAreLookedForOnceTheOldOnesAreNotAccepted() {
    TestCertificate certificate = TestCertificate.valid();
    AtomicInteger looked = new AtomicInteger();
    CredentialsProvider provider = () -> token(looked.incrementAndGet() == 1 ? "expired" : "good");
    try (FakeSecretManager google = withSecret(certificate);
        GoogleSecretStore store = store(google, certificate, provider)) {
      google.requireToken("good");

      assertThat(store.fetch(DB)).isInstanceOf(FetchResult.Denied.class);
      assertThat(store.fetch(DB)).isEqualTo(FOUND);
      assertThat(store.fetch(DB)).isEqualTo(FOUND);
      assertThat(looked).hasValue(2);
    }
  }

  @Test
  void credentialsAreLookedForByTheFirstCallAndAgainAfterThereWereNone() {
    TestCertificate certificate = TestCertificate.valid();
    AtomicInteger looked = new AtomicInteger();
    CredentialsProvider provider =
        () -> {
          if (looked.incrementAndGet() == 1) {
            throw new FileNotFoundException("canary");
          }
          return token("good");
        };
    try (FakeSecretManager google = withSecret(certificate);
        GoogleSecretStore store = store(google, certificate, provider)) {
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
    try (FakeSecretManager google = withSecret(TestCertificate.valid());
        GoogleSecretStore store = store(google, TestCertificate.valid(), () -> token("good"))) {
      assertThat(store.fetch(DB)).isInstanceOf(FetchResult.Unavailable.class);
      assertThat(google.calls(FakeSecretManager.ACCESS)).isZero();
    }
  }

  private static FakeSecretManager withSecret(TestCertificate certificate) {
    FakeSecretManager google = FakeSecretManager.start(certificate);
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
                    .setChannelConfigurator(
                        channel -> trusting((NettyChannelBuilder) channel, trusted))),
        new SecretIdentities());
  }

  private static NettyChannelBuilder trusting(
      NettyChannelBuilder channel, TestCertificate trusted) {
    try {
      return channel.sslContext(
          GrpcSslContexts.forClient()
              .trustManager((java.security.cert.X509Certificate) trusted.authority())
              .build());
    } catch (SSLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static OAuth2Credentials token(String value) {
    Date expiry = Date.from(Instant.now().plus(Duration.ofHours(1)));
    return OAuth2Credentials.create(new AccessToken(value, expiry));
  }
}
