package dev.rekey.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.rekey.testing.AwsError;
import dev.rekey.testing.AwsGateway;
import dev.rekey.testing.Concurrently;
import dev.rekey.testing.MotoServer;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

class AwsAccessTest {
  private static final String ROLE = "arn:aws:iam::" + MotoServer.ACCOUNT + ":role/reader";
  private static final AwsCall LIST =
      new AwsCall("the queues", "SQS", "eu-west-1", "sqs:ListQueues", false);
  private static final AwsCredentialsProvider ANYBODY =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"));

  private final AwsGateway gateway = AwsGateway.before(MotoServer.shared());

  @AfterEach
  void close() {
    gateway.close();
  }

  private AwsAccess access(Optional<AwsRole> role, AwsCredentialsProvider credentials) {
    return new AwsAccess(Optional.of(gateway.endpoint()), role, AwsDeadlines.PROMPT, credentials);
  }

  private AwsAccess assuming(Optional<String> externalId) {
    return access(Optional.of(new AwsRole(ROLE, externalId)), ANYBODY);
  }

  private static AwsFault fault(AwsAccess access, SqsClient client) {
    return access.fault(LIST, catchThrowableOfType(SdkException.class, client::listQueues));
  }

  @Test
  void roleIsAssumedOnceForAllCallsInARegion() {
    try (var access = assuming(Optional.of("an-external-id"));
        var one = access.client(SqsClient.builder(), "eu-west-1");
        var other = access.client(SqsClient.builder(), "eu-west-1")) {
      List<Boolean> answers =
          Concurrently.times(
              20, i -> (i % 2 == 0 ? one : other).listQueues().sdkHttpResponse().isSuccessful());

      assertThat(answers).hasSize(20).containsOnly(true);
      assertThat(gateway.count("ListQueues")).isEqualTo(20);
      assertThat(gateway.count("AssumeRole")).isEqualTo(1);
      assertThat(gateway.last("AssumeRole"))
          .contains("RoleSessionName=rekey", "ExternalId=an-external-id", "role%2Freader");
    }
  }

  @Test
  void nothingIsAssumedWithoutARole() {
    try (var access = access(Optional.empty(), ANYBODY);
        var client = access.client(SqsClient.builder(), "eu-west-1")) {
      assertThat(client.listQueues().queueUrls()).isNotNull();
      assertThat(gateway.count("AssumeRole")).isZero();
    }
  }

  @Test
  void roleThatMayNotBeAssumedIsNamed() {
    gateway.failing("AssumeRole", AwsError.of(403, "AccessDenied"));
    try (var access = assuming(Optional.empty());
        var client = access.client(SqsClient.builder(), "eu-west-1")) {
      assertThat(fault(access, client))
          .isEqualTo(
              new AwsFault.Denied(
                  "the queues: the role "
                      + ROLE
                      + " may not be assumed: allow sts:AssumeRole on it, and let its trust policy"
                      + " name who asks"));
      assertThat(gateway.count("ListQueues")).isZero();
    }
  }

  @Test
  void throttlingOfTheRoleIsThrottling() {
    gateway.failing("AssumeRole", AwsError.of(400, "Throttling").with("Retry-After", "soon"));
    try (var access = assuming(Optional.empty());
        var client = access.client(SqsClient.builder(), "eu-west-1")) {
      assertThat(fault(access, client))
          .isInstanceOfSatisfying(
              AwsFault.Throttled.class, throttled -> assertThat(throttled.retryAfter()).isEmpty());
      assertThat(gateway.count("AssumeRole")).isEqualTo(1);
    }
  }

  @Test
  void noCredentialsAnywhereAreADenialThatSaysSo() {
    var nowhere =
        AwsCredentialsProviderChain.of(ProfileCredentialsProvider.create("no-such-profile"));
    try (var access = access(Optional.empty(), nowhere);
        var assuming = access(Optional.of(new AwsRole(ROLE, Optional.empty())), nowhere);
        var client = access.client(SqsClient.builder(), "eu-west-1");
        var clientWithRole = assuming.client(SqsClient.builder(), "eu-west-1")) {
      assertThat(List.of(fault(access, client), fault(assuming, clientWithRole)))
          .allSatisfy(
              fault ->
                  assertThat(fault)
                      .isInstanceOfSatisfying(
                          AwsFault.Denied.class,
                          denied ->
                              assertThat(denied.reason())
                                  .startsWith("the queues: no AWS credentials in the environment")
                                  .doesNotContain("no-such-profile")));
    }
  }

  static Stream<Arguments> silences() {
    return Stream.of(
        arguments(new UnknownHostException(AwsError.CANARY), "check the region and the DNS"),
        arguments(new SSLHandshakeException(AwsError.CANARY), "no trusted TLS connection"),
        arguments(new ConnectException(AwsError.CANARY), "cannot be reached"),
        arguments(new IllegalStateException(AwsError.CANARY), "IllegalStateException"));
  }

  @ParameterizedTest
  @MethodSource("silences")
  void silenceIsToldByItsCause(Exception cause, String reason) {
    var failure = SdkClientException.create(AwsError.CANARY, new RuntimeException(cause));
    try (var access = access(Optional.empty(), ANYBODY)) {
      assertThat(access.fault(LIST, failure))
          .isInstanceOfSatisfying(
              AwsFault.Unavailable.class,
              unavailable ->
                  assertThat(unavailable.reason())
                      .startsWith("the queues: ")
                      .contains("SQS in eu-west-1", reason)
                      .doesNotContain(AwsError.CANARY));
    }
  }

  @Test
  void codeThatIsNoneIsCutToOneLine() {
    gateway.failing("ListQueues", AwsError.of(400, "Odd Code of\\n" + "x".repeat(100)));
    try (var access = access(Optional.empty(), ANYBODY);
        var client = access.client(SqsClient.builder(), "eu-west-1")) {
      assertThat(fault(access, client).reason())
          .contains(" with OddCodeof")
          .endsWith(" (400)")
          .doesNotContain("\n")
          .hasSizeLessThan(200);
    }
  }
}
