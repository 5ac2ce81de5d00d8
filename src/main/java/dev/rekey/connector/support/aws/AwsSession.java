package dev.rekey.connector.support.aws;

import dev.rekey.aws.NoCredentialsException;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.connector.support.GuardedNames;
import dev.rekey.connector.support.JvmTrust;
import dev.rekey.connector.support.Values;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * Calls to AWS for one test: connects only to where data sources may be, and never tries again by
 * itself. Used by one thread; whoever asks for a client closes it before this.
 */
public final class AwsSession implements AutoCloseable {
  private static final String SESSION = "rekey";
  private static final int CONNECTIONS = 2;
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private final AwsAmbient ambient;
  private final AwsConfig config;
  private final SdkHttpClient http;

  /**
   * @param silence how long the other side may say nothing
   */
  public AwsSession(Egress egress, AwsAmbient ambient, AwsConfig config, Duration silence) {
    this.ambient = ambient;
    this.config = config;
    this.http =
        Apache5HttpClient.builder()
            .dnsResolver(new GuardedNames(egress))
            .tlsSocketStrategy(new DefaultClientTlsStrategy(JvmTrust.now()))
            .proxyConfiguration(
                ProxyConfiguration.builder()
                    .useSystemPropertyValues(false)
                    .useEnvironmentVariableValues(false)
                    .build())
            .connectionTimeout(silence)
            .socketTimeout(silence)
            .maxConnections(CONNECTIONS)
            .useIdleConnectionReaper(false)
            .build();
  }

  /** Builds a client of the service. A role is assumed before this returns. */
  public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
    AwsCredentials credentials = credentials();
    return client(builder, () -> credentials, config.endpoint().or(ambient::endpoint));
  }

  /** The credentials that calls are signed with. A role is assumed before this returns. */
  public AwsCredentials credentials() {
    return config.role().map(this::assumed).orElseGet(this::own);
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
      B builder, AwsCredentialsProvider credentials, Optional<URI> endpoint) {
    endpoint.ifPresent(builder::endpointOverride);
    return builder
        .region(Region.of(config.region()))
        .credentialsProvider(credentials)
        .httpClient(http)
        .overrideConfiguration(
            override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()).appId(SESSION))
        .build();
  }

  private AwsCredentials own() {
    return config.key().map(AwsSession::credentials).orElseGet(this::ofTheWorker);
  }

  private static AwsCredentials credentials(AwsConfig.AccessKey key) {
    String secret = Values.text(key.secret());
    return key.token()
        .<AwsCredentials>map(
            token -> AwsSessionCredentials.create(key.id(), secret, Values.text(token)))
        .orElseGet(() -> AwsBasicCredentials.create(key.id(), secret));
  }

  private AwsCredentials ofTheWorker() {
    try {
      return ambient.credentials().resolveCredentials();
    } catch (SdkClientException e) {
      throw new NoCredentialsException(e);
    }
  }

  /** The endpoint of a config is that of the service alone. */
  private AwsCredentials assumed(String role) {
    try (StsClient sts = client(StsClient.builder(), this::own, ambient.endpoint())) {
      Credentials assumed =
          sts.assumeRole(request -> request.roleArn(role).roleSessionName(SESSION)).credentials();
      return AwsSessionCredentials.create(
          assumed.accessKeyId(), assumed.secretAccessKey(), assumed.sessionToken());
    }
  }

  /**
   * Where the service is, for messages.
   *
   * @param service as its host names have it, such as {@code kinesis}
   */
  public Endpoint at(String service) {
    return config
        .endpoint()
        .or(ambient::endpoint)
        .map(url -> new Endpoint(url.getHost(), port(url), config.keys().host()))
        .orElseGet(
            () ->
                new Endpoint(
                    service + "." + config.region() + ".amazonaws.com",
                    HTTPS,
                    config.keys().host()));
  }

  private static int port(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return "http".equals(url.getScheme()) ? HTTP : HTTPS;
  }

  @Override
  public void close() {
    http.close();
  }
}
