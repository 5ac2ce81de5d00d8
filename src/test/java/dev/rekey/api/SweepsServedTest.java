package dev.rekey.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Timestamp;
import dev.rekey.api.v1.DataSourceHealth;
import dev.rekey.api.v1.GetFreezeRequest;
import dev.rekey.api.v1.GetSweepStatusRequest;
import dev.rekey.api.v1.HealthState;
import dev.rekey.api.v1.ListAuditEntriesRequest;
import dev.rekey.api.v1.ListDataSourceHealthRequest;
import dev.rekey.api.v1.ListDataSourceHealthResponse;
import dev.rekey.api.v1.RotationsServiceGrpc;
import dev.rekey.api.v1.RunSweepRequest;
import dev.rekey.api.v1.SetFreezeRequest;
import dev.rekey.api.v1.SweepKind;
import dev.rekey.api.v1.SweepsServiceGrpc;
import dev.rekey.api.v1.SweepsServiceGrpc.SweepsServiceBlockingStub;
import dev.rekey.connector.TestResult;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.Kind;
import dev.rekey.sweep.Check;
import dev.rekey.sweep.Health;
import dev.rekey.sweep.SourceHealth;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sweeps and freezes, as the API serves them. */
@QuarkusTest
@TestProfile(ServedApiProfile.class)
class SweepsServedTest {
  private static final Instant AT = Instant.parse("2026-11-30T12:00:00Z");

  private ServedApi api;

  @BeforeEach
  void open() {
    api = new ServedApi();
  }

  @AfterEach
  void close() {
    var _ =
        stub("admin", "blue").setFreeze(SetFreezeRequest.newBuilder().setEverywhere(true).build());
    var _ = stub("admin", "blue").setFreeze(SetFreezeRequest.getDefaultInstance());
    api.close();
  }

  @Test
  void sweepIsAskedForOnceAndSeenInItsEnvironmentAlone() {
    RunSweepRequest drift =
        RunSweepRequest.newBuilder().setKind(SweepKind.SWEEP_KIND_DRIFT).build();
    GetSweepStatusRequest status =
        GetSweepStatusRequest.newBuilder().setKind(SweepKind.SWEEP_KIND_DRIFT).build();

    assertThat(stub("blue-only", "blue").runSweep(drift).getJoined()).isFalse();

    assertThat(stub("blue-only", "blue").runSweep(drift).getJoined()).isTrue();
    assertThat(stub("blue-only", "blue").getSweepStatus(status).getStatus().getRunning()).isTrue();
    assertThat(stub("green-only", "green").getSweepStatus(status).getStatus().getRunning())
        .isFalse();
  }

  @Test
  void sweepOfNoKindIsRefused() {
    assertRefused(
        () -> stub("admin", "blue").runSweep(RunSweepRequest.getDefaultInstance()),
        Code.INVALID_ARGUMENT,
        "kind: is required");
  }

  @Test
  void healthIsListedPageByPageWithItsHistory() {
    for (String name : new String[] {"orders", "shop", "stock"}) {
      ServedApiWiring.SWEEPS.found(health("green", name, TestResult.Verdict.REFUSED));
    }
    ServedApiWiring.SWEEPS.found(health("blue", "other", TestResult.Verdict.PASSED));
    ListDataSourceHealthRequest.Builder request =
        ListDataSourceHealthRequest.newBuilder()
            .setPageSize(2)
            .setState(HealthState.HEALTH_STATE_FAILING);

    ListDataSourceHealthResponse first =
        stub("green-only", "green").listDataSourceHealth(request.build());
    ListDataSourceHealthResponse second =
        stub("green-only", "green")
            .listDataSourceHealth(request.setPageToken(first.getNextPageToken()).build());

    assertThat(first.getHealthList())
        .extracting(DataSourceHealth::getDataSource)
        .containsExactly("orders", "shop");
    assertThat(second.getHealthList())
        .singleElement()
        .satisfies(
            only -> {
              assertThat(only.getDataSource()).isEqualTo("stock");
              assertThat(only.getFailingSince().getSeconds()).isEqualTo(AT.getEpochSecond());
              assertThat(only.getLast().getVerdict()).isEqualTo("refused");
              assertThat(only.getLast().getLatencySeconds()).isEqualTo(0.25);
              assertThat(only.getHistoryList()).containsExactly(only.getLast());
            });
    assertThat(second.getNextPageToken()).isEmpty();
  }

  private static SourceHealth health(String environment, String name, TestResult.Verdict verdict) {
    return new SourceHealth(
        "id-of-" + name,
        new DataSourceRef(environment, name),
        Kind.POSTGRESQL,
        Health.unknown(AT).after(new Check(AT, verdict, Duration.ofMillis(250)), "It was said."));
  }

  @Test
  void freezeOfOneEnvironmentIsNotThatOfAnother() {
    var _ =
        stub("blue-only", "blue")
            .setFreeze(
                SetFreezeRequest.newBuilder()
                    .setFrozen(true)
                    .setReason("release")
                    .setUntil(Timestamp.newBuilder().setSeconds(4_102_444_800L))
                    .build());

    assertThat(
            stub("blue-only", "blue").getFreeze(GetFreezeRequest.getDefaultInstance()).getFreeze())
        .satisfies(
            freeze -> {
              assertThat(freeze.getFrozen()).isTrue();
              assertThat(freeze.getReason()).isEqualTo("release");
              assertThat(freeze.getActor()).isEqualTo("client/blue-only");
              assertThat(freeze.getUntil().getSeconds()).isEqualTo(4_102_444_800L);
              assertThat(freeze.getEverywhere()).isFalse();
            });
    assertThat(frozen("green-only", "green")).isFalse();
    assertThat(
            RotationsServiceGrpc.newBlockingStub(api.channel())
                .withInterceptors(
                    MetadataUtils.newAttachHeadersInterceptor(api.headers("blue-only", "blue")))
                .listAuditEntries(ListAuditEntriesRequest.getDefaultInstance())
                .getEntriesList())
        .anySatisfy(
            entry -> {
              assertThat(entry.getAction()).isEqualTo("freeze");
              assertThat(entry.getActor()).isEqualTo("client/blue-only");
            });
  }

  @Test
  void onlyWhoMayUseAllEnvironmentsFreezesThemAll() {
    SetFreezeRequest everywhere =
        SetFreezeRequest.newBuilder()
            .setFrozen(true)
            .setReason("incident")
            .setEverywhere(true)
            .build();

    assertRefused(
        () -> stub("blue-only", "blue").setFreeze(everywhere),
        Code.PERMISSION_DENIED,
        "everywhere: the client may not use all environments; freeze each of its own");
    assertThat(frozen("green-only", "green")).isFalse();

    var _ = stub("admin", "blue").setFreeze(everywhere);

    assertThat(frozen("green-only", "green")).isTrue();
  }

  @Test
  void freezeWithoutAReasonOrIntoThePastIsRefused() {
    assertRefused(
        () ->
            stub("admin", "blue").setFreeze(SetFreezeRequest.newBuilder().setFrozen(true).build()),
        Code.INVALID_ARGUMENT,
        "reason: is required, for whoever wonders what waits");
    assertRefused(
        () ->
            stub("admin", "blue")
                .setFreeze(
                    SetFreezeRequest.newBuilder()
                        .setFrozen(true)
                        .setReason("late")
                        .setUntil(Timestamp.newBuilder().setSeconds(1))
                        .build()),
        Code.INVALID_ARGUMENT,
        "until: is not in the future");
    assertThat(frozen("admin", "blue")).isFalse();
  }

  @Test
  void whoMayOnlyListNeitherSweepsNorFreezes() {
    assertRefused(
        () ->
            stub("lister", "blue")
                .runSweep(
                    RunSweepRequest.newBuilder().setKind(SweepKind.SWEEP_KIND_HEALTH).build()),
        Code.PERMISSION_DENIED,
        "rotations.write");
    assertRefused(
        () -> stub("lister", "blue").getFreeze(GetFreezeRequest.getDefaultInstance()),
        Code.PERMISSION_DENIED,
        "rotations.read");
  }

  private boolean frozen(String client, String environment) {
    return stub(client, environment)
        .getFreeze(GetFreezeRequest.getDefaultInstance())
        .getFreeze()
        .getFrozen();
  }

  private static void assertRefused(Runnable call, Code code, String message) {
    StatusRuntimeException refused = catchThrowableOfType(StatusRuntimeException.class, call::run);
    assertThat(refused.getStatus().getCode()).isEqualTo(code);
    assertThat(refused.getStatus().getDescription()).contains(message);
  }

  private SweepsServiceBlockingStub stub(String client, String environment) {
    return SweepsServiceGrpc.newBlockingStub(api.channel())
        .withInterceptors(
            MetadataUtils.newAttachHeadersInterceptor(api.headers(client, environment)));
  }
}
