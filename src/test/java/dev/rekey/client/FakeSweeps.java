package dev.rekey.client;

import static dev.rekey.client.FakeIntegrations.reply;

import com.google.protobuf.Timestamp;
import dev.rekey.api.v1.DataSourceHealth;
import dev.rekey.api.v1.Freeze;
import dev.rekey.api.v1.GetFreezeRequest;
import dev.rekey.api.v1.GetFreezeResponse;
import dev.rekey.api.v1.GetSweepStatusRequest;
import dev.rekey.api.v1.GetSweepStatusResponse;
import dev.rekey.api.v1.HealthCheck;
import dev.rekey.api.v1.HealthState;
import dev.rekey.api.v1.ListDataSourceHealthRequest;
import dev.rekey.api.v1.ListDataSourceHealthResponse;
import dev.rekey.api.v1.RunSweepRequest;
import dev.rekey.api.v1.RunSweepResponse;
import dev.rekey.api.v1.SetFreezeRequest;
import dev.rekey.api.v1.SetFreezeResponse;
import dev.rekey.api.v1.SweepStatus;
import dev.rekey.api.v1.SweepsServiceGrpc;
import io.grpc.stub.StreamObserver;
import java.util.stream.Stream;

/**
 * A worker with one data source that is healthy and one that fails. A sweep that was asked for goes
 * on until it is looked at twice.
 */
public final class FakeSweeps extends SweepsServiceGrpc.SweepsServiceImplBase {
  private static final Timestamp AT = Timestamp.newBuilder().setSeconds(1_700_000_000).build();

  private boolean running;
  private int looks;
  private int finished;
  private Freeze freeze = Freeze.getDefaultInstance();

  @Override
  public synchronized void runSweep(
      RunSweepRequest request, StreamObserver<RunSweepResponse> caller) {
    boolean joined = running;
    running = true;
    looks = 0;
    reply(caller, RunSweepResponse.newBuilder().setJoined(joined).build());
  }

  @Override
  public synchronized void getSweepStatus(
      GetSweepStatusRequest request, StreamObserver<GetSweepStatusResponse> caller) {
    if (running && looks++ > 0) {
      running = false;
      finished++;
    }
    SweepStatus.Builder status =
        SweepStatus.newBuilder()
            .setKind(request.getKind())
            .setRunning(running)
            .setTotal(5)
            .setDone(running ? 2 : 5)
            .setStartedAt(AT);
    if (finished > 0) {
      status.setLastSuccessAt(AT.toBuilder().setSeconds(AT.getSeconds() + finished));
    }
    reply(caller, GetSweepStatusResponse.newBuilder().setStatus(status).build());
  }

  @Override
  public void listDataSourceHealth(
      ListDataSourceHealthRequest request, StreamObserver<ListDataSourceHealthResponse> caller) {
    ListDataSourceHealthResponse.Builder response = ListDataSourceHealthResponse.newBuilder();
    Stream.of(
            health("orders", HealthState.HEALTH_STATE_FAILING, "refused")
                .setFailingSince(AT)
                .build(),
            health("shop", HealthState.HEALTH_STATE_HEALTHY, "passed").build())
        .filter(
            each ->
                request.getState() == HealthState.HEALTH_STATE_UNSPECIFIED
                    || each.getState() == request.getState())
        .filter(
            each ->
                request.getDataSource().isEmpty()
                    || each.getDataSource().equals(request.getDataSource()))
        .forEach(response::addHealth);
    reply(caller, response.build());
  }

  private static DataSourceHealth.Builder health(String name, HealthState state, String verdict) {
    HealthCheck check =
        HealthCheck.newBuilder().setAt(AT).setVerdict(verdict).setLatencySeconds(0.012).build();
    return DataSourceHealth.newBuilder()
        .setDataSourceId("id-of-" + name)
        .setDataSource(name)
        .setKind("POSTGRESQL")
        .setState(state)
        .setSince(AT)
        .setLast(check)
        .addHistory(check)
        .setMessage("The server said: " + verdict + ".");
  }

  @Override
  public synchronized void getFreeze(
      GetFreezeRequest request, StreamObserver<GetFreezeResponse> caller) {
    reply(caller, GetFreezeResponse.newBuilder().setFreeze(freeze).build());
  }

  @Override
  public synchronized void setFreeze(
      SetFreezeRequest request, StreamObserver<SetFreezeResponse> caller) {
    Freeze.Builder next = Freeze.newBuilder();
    if (request.getFrozen()) {
      next.setFrozen(true)
          .setReason(request.getReason())
          .setActor("client/ci")
          .setSince(AT)
          .setEverywhere(request.getEverywhere());
      if (request.hasUntil()) {
        next.setUntil(request.getUntil());
      }
    }
    freeze = next.build();
    reply(caller, SetFreezeResponse.newBuilder().setFreeze(freeze).build());
  }
}
