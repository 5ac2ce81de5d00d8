package dev.rekey.secret.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.cloud.secretmanager.v1.SecretVersion.State;
import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.RetryInfo;
import dev.rekey.google.GoogleEndpoint;
import dev.rekey.secret.FetchResult;
import dev.rekey.secret.Secret;
import dev.rekey.secret.SecretIdentities;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import dev.rekey.testing.FakeSecretManager;
import dev.rekey.testing.FreePort;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GoogleSecretStoreFailureTest {
  private static final String NAME = "projects/orders/secrets/db";
  private static final SecretRef DB = SecretRef.parse("gcp-sm://orders/db");
  private static final String CANARY = "canary-of-the-server";

  private final FakeSecretManager google = FakeSecretManager.start();
  private final GoogleSecretStore store = store(google.endpoint(), Duration.ofSeconds(30));

  @AfterEach
  void stop() {
    store.close();
    google.close();
  }

  @Test
  void missingPermissionIsNamedWithItsResourceAndItsRole() {
    google.fail(FakeSecretManager.ACCESS, () -> status(Status.PERMISSION_DENIED));

    assertThat(store.fetch(DB))
        .isEqualTo(
            new FetchResult.Denied(
                "gcp-sm://orders/db may not be read: it needs secretmanager.versions.access on"
                    + " projects/orders/secrets/db (role roles/secretmanager.secretAccessor), or"
                    + " there is no such project"));
  }

  @Test
  void missingPermissionToListIsNamedToo() {
    google.fail(FakeSecretManager.LIST, () -> status(Status.PERMISSION_DENIED));

    assertThat(store.currentVersion(DB))
        .isEqualTo(
            new FetchResult.Denied(
                "gcp-sm://orders/db may not be read: it needs secretmanager.versions.list on"
                    + " projects/orders/secrets/db (role roles/secretmanager.viewer), or there is"
                    + " no such project"));
  }

  @Test
  void disabledVersionIsSpokenOfWhenWeMayNotLookForAnother() {
    google.add(NAME, "value");
    google.state(NAME, 1, State.DISABLED);
    google.fail(FakeSecretManager.LIST, () -> status(Status.PERMISSION_DENIED));

    FetchResult result = store.fetch(DB);

    assertThat(result).isInstanceOf(FetchResult.Denied.class);
    assertThat(reason(result))
        .contains("secretmanager.versions.list")
        .endsWith("its newest version is disabled or destroyed");
  }

  @Test
  void secretThatIsNotThereIsMissingWhenWeMayNotListToo() {
    google.fail(FakeSecretManager.LIST, () -> status(Status.PERMISSION_DENIED));

    assertThat(store.fetch(DB)).isInstanceOf(FetchResult.Missing.class);
  }

  @Test
  void apiThatIsNotEnabledIsToldApart() {
    ErrorInfo info =
        ErrorInfo.newBuilder().setReason("SERVICE_DISABLED").setDomain("googleapis.com").build();
    google.fail(FakeSecretManager.ACCESS, () -> status(Code.PERMISSION_DENIED, info));

    assertThat(reason(store.fetch(DB)))
        .isEqualTo(
            "gcp-sm://orders/db may not be read: the API secretmanager.googleapis.com is not"
                + " enabled in the project");
  }

  @Test
  void credentialsThatAreNotAcceptedAreDenied() {
    google.fail(FakeSecretManager.ACCESS, () -> status(Status.UNAUTHENTICATED));

    FetchResult result = store.fetch(DB);

    assertThat(result).isInstanceOf(FetchResult.Denied.class);
    assertThat(reason(result))
        .startsWith("gcp-sm://orders/db may not be read: the credentials are expired, revoked");
  }

  @Test
  void quotaThatIsUsedUpComesOutAtOnceWithTheWaitThatGoogleAsksFor() {
    RetryInfo wait =
        RetryInfo.newBuilder()
            .setRetryDelay(com.google.protobuf.Duration.newBuilder().setSeconds(37))
            .build();
    google.fail(FakeSecretManager.ACCESS, () -> status(Code.RESOURCE_EXHAUSTED, wait));

    FetchResult result = store.fetch(DB);

    assertThat(result)
        .isEqualTo(
            new FetchResult.Throttled(
                "gcp-sm://orders/db cannot be read: "
                    + google.endpoint().getAuthority()
                    + " asks to slow down, a quota is used up",
                Optional.of(Duration.ofSeconds(37))));
    assertThat(google.calls(FakeSecretManager.ACCESS)).isEqualTo(1);
  }

  @Test
  void quotaThatIsUsedUpWithoutAWaitIsThrottledToo() {
    google.fail(FakeSecretManager.LIST, () -> status(Status.RESOURCE_EXHAUSTED));

    assertThat(store.currentVersion(DB))
        .isInstanceOfSatisfying(
            FetchResult.Throttled.class, throttled -> assertThat(throttled.retryAfter()).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "UNAVAILABLE,cannot be reached",
    "INTERNAL,failed with INTERNAL",
    "UNKNOWN,failed with UNKNOWN",
    "DEADLINE_EXCEEDED,did not answer in time"
  })
  void outageNamesTheEndpointAndIsNotRetriedHere(Status.Code code, String what) {
    google.fail(FakeSecretManager.ACCESS, () -> status(code.toStatus()));

    assertThat(store.fetch(DB))
        .isEqualTo(
            new FetchResult.Unavailable(
                "gcp-sm://orders/db cannot be read: "
                    + google.endpoint().getAuthority()
                    + " "
                    + what));
    assertThat(google.calls(FakeSecretManager.ACCESS)).isEqualTo(1);
  }

  @Test
  void endpointWhereNobodyListensIsUnavailable() {
    int port = FreePort.find();
    try (GoogleSecretStore nowhere =
        store(URI.create("http://127.0.0.1:" + port), Duration.ofSeconds(30))) {
      assertThat(nowhere.fetch(DB))
          .isEqualTo(
              new FetchResult.Unavailable(
                  "gcp-sm://orders/db cannot be read: 127.0.0.1:" + port + " cannot be reached"));
    }
  }

  @Test
  void callHasADeadline() {
    CountDownLatch never = new CountDownLatch(1);
    google.hold(FakeSecretManager.ACCESS, () -> await().until(() -> never.getCount() == 0));
    try (GoogleSecretStore hasty = store(google.endpoint(), Duration.ofMillis(300))) {
      assertThat(reason(hasty.fetch(DB))).endsWith("did not answer in time");
    } finally {
      never.countDown();
    }
  }

  @Test
  void interruptEndsTheWaitAndStaysSet() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    google.hold(
        FakeSecretManager.ACCESS,
        () -> {
          asked.countDown();
          await().until(() -> never.getCount() == 0);
        });
    CompletableFuture<FetchResult> result = new CompletableFuture<>();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  result.complete(store.fetch(DB));
                  interrupted.complete(Thread.currentThread().isInterrupted());
                });
    asked.await();

    caller.interrupt();

    assertThat(result.join())
        .isEqualTo(
            new FetchResult.Unavailable("gcp-sm://orders/db was not read before the interrupt"));
    assertThat(interrupted.join()).isTrue();
    never.countDown();
  }

  @Test
  void keyThatCannotBeUsedIsToldApartByTheDetails() {
    google.add(NAME, "value");
    PreconditionFailure failure =
        PreconditionFailure.newBuilder()
            .addViolations(
                PreconditionFailure.Violation.newBuilder()
                    .setSubject("projects/orders/locations/global/keyRings/r/cryptoKeys/" + CANARY))
            .build();
    google.fail(FakeSecretManager.ACCESS, () -> status(Code.FAILED_PRECONDITION, failure));

    FetchResult result = store.fetch(DB);

    assertThat(result).isInstanceOf(FetchResult.Denied.class);
    assertThat(reason(result))
        .contains("its Cloud KMS key cannot be used")
        .contains("roles/cloudkms.cryptoKeyEncrypterDecrypter");
    assertThat(google.calls(FakeSecretManager.LIST)).isZero();
  }

  @Test
  void keyThatCannotBeUsedIsToldApartByTheStateOfTheVersionWhereThereAreNoDetails() {
    google.add(NAME, "value");
    google.fail(FakeSecretManager.ACCESS, () -> status(Status.FAILED_PRECONDITION));

    FetchResult result = store.fetch(DB);

    assertThat(result).isInstanceOf(FetchResult.Denied.class);
    assertThat(reason(result)).contains("its Cloud KMS key cannot be used");
  }

  @ParameterizedTest
  @EnumSource(value = Status.Code.class, mode = EnumSource.Mode.EXCLUDE, names = "OK")
  void noReasonQuotesTheServer(Status.Code code) {
    ErrorInfo info =
        ErrorInfo.newBuilder().setReason(CANARY).putMetadata("service", CANARY).build();
    google.fail(FakeSecretManager.ACCESS, () -> status(Code.forNumber(code.value()), info));
    google.fail(FakeSecretManager.LIST, () -> status(Code.forNumber(code.value()), info));

    assertThat(reason(store.fetch(DB)))
        .startsWith("gcp-sm://orders/db ")
        .doesNotContain(CANARY, "\n");
    assertThat(((FetchResult.Failed) store.currentVersion(DB)).reason())
        .startsWith("gcp-sm://orders/db ")
        .doesNotContain(CANARY, "\n");
  }

  @Test
  void storeRecoversByItself() {
    google.add(NAME, "value");
    google.fail(FakeSecretManager.ACCESS, () -> status(Status.UNAUTHENTICATED));
    store.fetch(DB);

    google.mend();

    assertThat(store.fetch(DB))
        .isEqualTo(new FetchResult.Found(new SecretVersion("1"), Secret.of("value")));
  }

  private static GoogleSecretStore store(URI endpoint, Duration deadline) {
    return new GoogleSecretStore(
        Optional.of(GoogleEndpoint.of(endpoint)),
        NoCredentialsProvider.create(),
        new SecretIdentities(),
        deadline);
  }

  private static StatusRuntimeException status(Status status) {
    return status.withDescription(CANARY + "\nat " + CANARY).asRuntimeException();
  }

  private static StatusRuntimeException status(Code code, Message detail) {
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(code.getNumber())
            .setMessage(CANARY)
            .addDetails(Any.pack(detail))
            .build());
  }

  private static String reason(FetchResult result) {
    assertThat(result).isInstanceOf(FetchResult.Failed.class);
    return ((FetchResult.Failed) result).reason();
  }
}
