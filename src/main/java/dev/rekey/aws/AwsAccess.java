package dev.rekey.aws;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFileSupplier;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * How AWS is reached: with which credentials, where, and for how long. Makes the clients of all
 * services and regions; they share its connections, and whoever asks for one closes it before this.
 *
 * <p>Clients never try again by themselves: what AWS answers comes out at once. Thread-safe.
 */
public final class AwsAccess implements AutoCloseable {
  private static final String SESSION = "rekey";

  private final Optional<URI> endpoint;
  private final Optional<AwsRole> role;
  private final AwsDeadlines deadlines;
  private final AwsCredentialsProvider own;
  private final SdkHttpClient http;
  private final ScheduledExecutorService timer;

  /** The credentials of the role, by region: each region has an STS of its own. */
  private final Map<String, RoleCredentials> assumed = new ConcurrentHashMap<>();

  private record RoleCredentials(StsClient sts, StsAssumeRoleCredentialsProvider provider) {}

  /**
   * With the credentials of the SDK's default chain: a profile whose file changes is read again.
   *
   * @param endpoint in the place of AWS's own, for every service and region
   */
  public AwsAccess(Optional<URI> endpoint, Optional<AwsRole> role, AwsDeadlines deadlines) {
    this(endpoint, role, deadlines, ownCredentials());
  }

  /**
   * The credentials of the SDK's default chain, which are looked for when they are asked for, and
   * anew after they were not found; {@link #close(AwsCredentialsProvider)} gives them back.
   */
  public static AwsCredentialsProvider ownCredentials() {
    return new MendableCredentials(AwsAccess::defaultChain);
  }

  /** Ends what a provider keeps open. */
  public static void close(AwsCredentialsProvider credentials) {
    MendableCredentials.close(credentials);
  }

  private static AwsCredentialsProvider defaultChain() {
    return DefaultCredentialsProvider.builder()
        .profileFile(ProfileFileSupplier.defaultSupplier())
        .build();
  }

  /**
   * @param credentials what is called with, or what the role is assumed with; closed with this
   */
  public AwsAccess(
      Optional<URI> endpoint,
      Optional<AwsRole> role,
      AwsDeadlines deadlines,
      AwsCredentialsProvider credentials) {
    this.endpoint = endpoint;
    this.role = role;
    this.deadlines = deadlines;
    this.own = credentials;
    this.http =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(deadlines.connect())
            .socketTimeout(deadlines.silence())
            .build();
    this.timer =
        Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("aws-deadline-", 0).factory());
  }

  /** Builds a client for a region, such as {@code eu-west-1}. Makes no call. */
  public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
      B builder, String region) {
    AwsCredentialsProvider credentials = role.isEmpty() ? this::resolveOwn : assumedIn(region);
    return client(builder, region, credentials);
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
      B builder, String region, AwsCredentialsProvider credentials) {
    endpoint.ifPresent(builder::endpointOverride);
    return builder
        .region(Region.of(region))
        .credentialsProvider(credentials)
        .httpClient(http)
        .overrideConfiguration(
            override ->
                override
                    .retryStrategy(AwsRetryStrategy.doNotRetry())
                    .apiCallTimeout(deadlines.call())
                    .scheduledExecutorService(timer)
                    .appId(SESSION))
        .build();
  }

  private AwsCredentials resolveOwn() {
    try {
      return unlessInterrupted(own);
    } catch (AbortedException e) {
      throw e;
    } catch (SdkClientException e) {
      throw new NoCredentialsException(e);
    }
  }

  private AwsCredentialsProvider assumedIn(String region) {
    AwsCredentialsProvider provider = assumed.computeIfAbsent(region, this::assume).provider();
    return () -> unlessInterrupted(provider);
  }

  /** The SDK throws an exception that is none of its own when a wait for others ends early. */
  private static AwsCredentials unlessInterrupted(AwsCredentialsProvider provider) {
    try {
      return provider.resolveCredentials();
    } catch (IllegalStateException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw AbortedException.create("interrupted", e);
      }
      throw e;
    }
  }

  private RoleCredentials assume(String region) {
    AwsRole wanted = role.orElseThrow();
    StsClient sts = client(StsClient.builder(), region, this::resolveOwn);
    return new RoleCredentials(
        sts,
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(sts)
            .refreshRequest(
                request ->
                    request
                        .roleArn(wanted.arn())
                        .roleSessionName(SESSION)
                        .externalId(wanted.externalId().orElse(null)))
            .build());
  }

  /**
   * Says what a failed call means. An interrupt is an outage, and the status of the thread is set
   * then.
   */
  public AwsFault fault(AwsCall call, SdkException failure) {
    return new AwsFaults(
            call,
            endpoint.map(one -> one.getHost() + ":" + one.getPort()).orElse(""),
            role.map(AwsRole::arn).orElse(""))
        .of(failure);
  }

  @Override
  public void close() {
    for (RoleCredentials one : assumed.values()) {
      one.provider().close();
      one.sts().close();
    }
    MendableCredentials.close(own);
    http.close();
    timer.shutdownNow();
  }
}
