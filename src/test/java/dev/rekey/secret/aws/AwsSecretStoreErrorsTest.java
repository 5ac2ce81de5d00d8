package dev.rekey.secret.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.rekey.secret.FetchResult;
import dev.rekey.secret.FetchResult.Denied;
import dev.rekey.secret.FetchResult.Missing;
import dev.rekey.secret.FetchResult.Throttled;
import dev.rekey.secret.FetchResult.Unavailable;
import dev.rekey.secret.SecretVersion;
import dev.rekey.testing.AwsError;
import dev.rekey.testing.CapturedLog;
import dev.rekey.testing.FaultProxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the answers of AWS and its silence mean, by answers of our own in the place of moto's. */
class AwsSecretStoreErrorsTest {
  private static final String GET = "GetSecretValue";
  private static final String DESCRIBE = "DescribeSecret";
  private static final SecretVersion TOLD =
      new SecretVersion("0b0f9b48-7d3c-4c5e-9a53-1f3b3c1d2e4f");

  private final SecretsScene scene = new SecretsScene();

  @AfterEach
  void close() {
    scene.close();
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        error(400, "AccessDeniedException", Denied.class, "allow secretsmanager:GetSecretValue"),
        error(403, "", Denied.class, "allow secretsmanager:GetSecretValue on it, and kms:Decrypt"),
        error(403, "SomethingNew", Denied.class, "allow secretsmanager:GetSecretValue"),
        arguments(
            AwsError.of(400, "AccessDeniedException").saying("Access to KMS is not allowed"),
            Denied.class,
            "its KMS key may not be used: allow kms:Decrypt"),
        error(400, "DecryptionFailure", Denied.class, "allow kms:Decrypt on its KMS key"),
        error(400, "DecryptionFailureException", Denied.class, "allow kms:Decrypt on its KMS key"),
        error(400, "KMSAccessDeniedException", Denied.class, "allow kms:Decrypt on that key"),
        error(400, "KMSDisabledException", Denied.class, "is disabled: enable the key"),
        error(400, "KMSInvalidStateException", Denied.class, "pending deletion"),
        error(400, "KMSNotFoundException", Denied.class, "its KMS key does not exist"),
        error(400, "ExpiredTokenException", Denied.class, "have expired: renew them"),
        error(400, "UnrecognizedClientException", Denied.class, "check the access key"),
        error(400, "InvalidClientTokenId", Denied.class, "check the access key"),
        error(400, "InvalidSignatureException", Denied.class, "and the clock of this machine"),
        error(403, "SignatureDoesNotMatch", Denied.class, "check the access key and its secret"),
        error(400, "RequestExpired", Denied.class, "set the clock of this machine"),
        error(400, "ThrottlingException", Throttled.class, "asks to slow down"),
        error(400, "LimitExceededException", Throttled.class, "asks to slow down"),
        error(400, "TooManyRequestsException", Throttled.class, "asks to slow down"),
        error(429, "", Throttled.class, "asks to slow down"),
        error(
            400, "ResourceNotFoundException", Missing.class, "check its name, region and account"),
        error(500, "InternalServiceError", Unavailable.class, "failed with InternalServiceError"),
        error(503, "", Unavailable.class, "failed (503)"),
        error(400, "ValidationException", Unavailable.class, "with ValidationException (400)"));
  }

  private static Arguments error(int status, String code, Class<?> result, String reason) {
    return arguments(AwsError.of(status, code), result, reason);
  }

  @ParameterizedTest
  @MethodSource("answers")
  void answerMeansOneThingAndSaysWhatMendsIt(
      AwsError error, Class<? extends FetchResult.Failed> result, String reason) {
    scene.gateway().failing(GET, error);

    try (var log = new CapturedLog()) {
      assertThat(
              List.of(
                  scene.store().fetch(scene.byName()), scene.store().fetch(scene.byName(), TOLD)))
          .allSatisfy(
              failed ->
                  assertThat(failed)
                      .isInstanceOfSatisfying(
                          result,
                          one ->
                              assertThat(one.reason())
                                  .startsWith(scene.byName() + ": ")
                                  .contains(reason)
                                  .doesNotContain(AwsError.CANARY, "\n")));
      assertThat(log.text()).doesNotContain(AwsError.CANARY);
    }
  }

  @Test
  void versionThatMayNotBeAskedForNamesItsOwnPermission() {
    scene.gateway().failing(DESCRIBE, AwsError.of(400, "AccessDeniedException"));

    assertThat(scene.store().currentVersion(scene.byName()))
        .isEqualTo(new Denied(scene.byName() + ": allow secretsmanager:DescribeSecret on it"));
  }

  @Test
  void throttlingIsOneCallAndSaysForHowLong() {
    scene.gateway().failing(GET, AwsError.throttling().with("Retry-After", "7"));

    FetchResult result = scene.store().fetch(scene.byName(), TOLD);

    assertThat(result)
        .isInstanceOfSatisfying(
            Throttled.class,
            throttled ->
                assertThat(throttled.retryAfter()).isEqualTo(Optional.of(Duration.ofSeconds(7))));
    assertThat(scene.gateway().count(GET)).isEqualTo(1);
  }

  @Test
  void recoversWhenItIsMended() {
    scene.put("p1");
    scene.gateway().failing(GET, AwsError.of(400, "ExpiredTokenException"));
    FetchResult before = scene.store().fetch(scene.byName());

    scene.gateway().mend();

    assertThat(before).isInstanceOf(Denied.class);
    assertThat(scene.store().fetch(scene.byName())).isInstanceOf(FetchResult.Found.class);
  }

  @Test
  void deletionThatCannotBeLookedUpIsNamedAsOnePossibility() {
    scene.put("p1");
    scene.admin().deleteSecret(secret -> secret.secretId(scene.name()).recoveryWindowInDays(7L));
    scene.gateway().failing(DESCRIBE, AwsError.of(400, "AccessDeniedException"));

    assertThat(scene.store().fetch(scene.byName()))
        .isInstanceOfSatisfying(
            Missing.class,
            missing ->
                assertThat(missing.reason())
                    .contains("scheduled for deletion, or", "secretsmanager:DescribeSecret"));
  }

  @Test
  void invalidRequestForASecretThatIsNotDeletedIsNoDeletion() {
    scene.put("p1");
    scene.gateway().failing(GET, AwsError.of(400, "InvalidRequestException"));

    assertThat(scene.store().fetch(scene.byName()))
        .isInstanceOfSatisfying(
            Unavailable.class,
            unavailable -> assertThat(unavailable.reason()).contains("InvalidRequestException"));
  }

  @Test
  void throttlingWhileADeletionIsLookedUpIsThrottling() {
    scene.gateway().failing(GET, AwsError.of(400, "InvalidRequestException"));
    scene.gateway().failing(DESCRIBE, AwsError.throttling());

    assertThat(scene.store().fetch(scene.byName())).isInstanceOf(Throttled.class);
  }

  @Test
  void silenceEndsAtTheDeadline() {
    try (var proxy = FaultProxy.to("127.0.0.1", scene.gateway().endpoint().getPort());
        var behind = new SecretsScene(URI.create("http://127.0.0.1:" + proxy.port()))) {
      proxy.blackHole();

      assertThat(behind.store().fetch(behind.byName()))
          .isEqualTo(
              new Unavailable(
                  behind.byName()
                      + ": Secrets Manager in eu-west-1 at 127.0.0.1:"
                      + proxy.port()
                      + " did not answer in time"));
    }
  }

  @Test
  void refusedConnectionNamesRegionAndEndpoint() {
    try (var proxy = FaultProxy.to("127.0.0.1", scene.gateway().endpoint().getPort());
        var behind = new SecretsScene(URI.create("http://127.0.0.1:" + proxy.port()))) {
      proxy.refuse();

      assertThat(behind.store().fetch(behind.byName()))
          .isEqualTo(
              new Unavailable(
                  behind.byName()
                      + ": Secrets Manager in eu-west-1 at 127.0.0.1:"
                      + proxy.port()
                      + " cannot be reached"));
    }
  }

  @Test
  void interruptEndsTheCallAndStays() throws ExecutionException, InterruptedException {
    try (var proxy = FaultProxy.to("127.0.0.1", scene.gateway().endpoint().getPort());
        var patient = SecretsScene.patient(URI.create("http://127.0.0.1:" + proxy.port()))) {
      proxy.blackHole();
      var call =
          new FutureTask<>(
              () -> {
                FetchResult result = patient.store().fetch(patient.byName());
                return new Interrupted(result, Thread.interrupted());
              });
      Thread caller = Thread.ofVirtual().start(call);
      await().until(() -> proxy.openConnections() == 1);

      caller.interrupt();

      assertThat(call.get().stillSet()).isTrue();
      assertThat(call.get().result())
          .isInstanceOfSatisfying(
              Unavailable.class,
              unavailable -> assertThat(unavailable.reason()).endsWith("interrupted"));
    }
  }

  private record Interrupted(FetchResult result, boolean stillSet) {}
}
