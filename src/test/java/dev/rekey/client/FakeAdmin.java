package dev.rekey.client;

import static dev.rekey.client.FakeIntegrations.reply;

import dev.rekey.api.v1.AdminServiceGrpc;
import dev.rekey.api.v1.CallEntry;
import dev.rekey.api.v1.DiagnoseRequest;
import dev.rekey.api.v1.DiagnoseResponse;
import dev.rekey.api.v1.Finding;
import dev.rekey.api.v1.FindingLevel;
import dev.rekey.api.v1.GetKeyRotationRequest;
import dev.rekey.api.v1.GetKeyRotationResponse;
import dev.rekey.api.v1.KeyRotation;
import dev.rekey.api.v1.ListCallsRequest;
import dev.rekey.api.v1.ListCallsResponse;
import dev.rekey.api.v1.RotateKeysRequest;
import dev.rekey.api.v1.RotateKeysResponse;
import dev.rekey.api.v1.WhoAmIRequest;
import dev.rekey.api.v1.WhoAmIResponse;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A worker with one call in its list. A rotation of its keys is done when it is looked at twice.
 */
public final class FakeAdmin extends AdminServiceGrpc.AdminServiceImplBase {
  private final AtomicInteger looks = new AtomicInteger();

  /** How bad what is found of the store is. */
  public volatile FindingLevel store = FindingLevel.FINDING_LEVEL_OK;

  @Override
  public void whoAmI(WhoAmIRequest request, StreamObserver<WhoAmIResponse> caller) {
    reply(
        caller,
        WhoAmIResponse.newBuilder()
            .setClientId(FakeApi.ID)
            .setEnvironmentId("production")
            .addPermissions("secrets.list")
            .putEnvironmentIdToName("production", "Production")
            .build());
  }

  @Override
  public void listCalls(ListCallsRequest request, StreamObserver<ListCallsResponse> caller) {
    reply(
        caller,
        ListCallsResponse.newBuilder()
            .addCalls(
                CallEntry.newBuilder()
                    .setSequence(1)
                    .setClient("ci")
                    .setAddress("127.0.0.1")
                    .setMethod("chalk.server.v1.IntegrationsService/UpdateIntegration")
                    .setSubject("id-1")
                    .addKeys("PGPASSWORD")
                    .setResult("OK"))
            .build());
  }

  @Override
  public void rotateKeys(RotateKeysRequest request, StreamObserver<RotateKeysResponse> caller) {
    looks.set(0);
    reply(
        caller,
        RotateKeysResponse.newBuilder()
            .setRotation(KeyRotation.newBuilder().setRunning(true).setTotal(8))
            .build());
  }

  @Override
  public void getKeyRotation(
      GetKeyRotationRequest request, StreamObserver<GetKeyRotationResponse> caller) {
    boolean done = looks.incrementAndGet() > 1;
    reply(
        caller,
        GetKeyRotationResponse.newBuilder()
            .setRotation(
                KeyRotation.newBuilder().setRunning(!done).setTotal(8).setDone(done ? 8 : 4))
            .build());
  }

  @Override
  public void diagnose(DiagnoseRequest request, StreamObserver<DiagnoseResponse> caller) {
    reply(
        caller,
        DiagnoseResponse.newBuilder()
            .addFindings(
                Finding.newBuilder()
                    .setComponent("store")
                    .setLevel(store)
                    .setMessage("The store was looked at.")
                    .setAdvice(store == FindingLevel.FINDING_LEVEL_OK ? "" : "Free some space."))
            .build());
  }
}
