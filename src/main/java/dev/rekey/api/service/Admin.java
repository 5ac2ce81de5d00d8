package dev.rekey.api.service;

import static dev.rekey.api.service.Replies.reply;

import dev.rekey.api.access.ApiClient;
import dev.rekey.api.access.Caller;
import dev.rekey.api.access.Clients;
import dev.rekey.api.access.Permission;
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
import dev.rekey.datasource.CallLog;
import dev.rekey.ops.Diagnosis;
import dev.rekey.ops.KeyRotations;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/** The worker itself, for whoever runs it. */
public final class Admin extends AdminServiceGrpc.AdminServiceImplBase {
  private final CallLog calls;
  private final Diagnosis diagnosis;
  private final KeyRotations keys;
  private final Clients clients;

  public Admin(CallLog calls, Diagnosis diagnosis, KeyRotations keys, Clients clients) {
    this.calls = calls;
    this.diagnosis = diagnosis;
    this.keys = keys;
    this.clients = clients;
  }

  @Override
  public void rotateKeys(RotateKeysRequest request, StreamObserver<RotateKeysResponse> caller) {
    reply(caller, RotateKeysResponse.newBuilder().setRotation(rotation(keys.begin())).build());
  }

  @Override
  public void getKeyRotation(
      GetKeyRotationRequest request, StreamObserver<GetKeyRotationResponse> caller) {
    reply(
        caller, GetKeyRotationResponse.newBuilder().setRotation(rotation(keys.progress())).build());
  }

  private static KeyRotation rotation(KeyRotations.Progress progress) {
    return KeyRotation.newBuilder()
        .setRunning(progress.running())
        .setTotal(progress.total())
        .setDone(progress.done())
        .build();
  }

  @Override
  public void whoAmI(WhoAmIRequest request, StreamObserver<WhoAmIResponse> caller) {
    Caller who = Caller.current();
    WhoAmIResponse.Builder response =
        WhoAmIResponse.newBuilder().setClientId(who.clientId()).setEnvironmentId(who.environment());
    clients.find(who.clientId()).map(ApiClient::permissions).stream()
        .flatMap(permissions -> permissions.stream().map(Permission::slug).sorted())
        .forEach(response::addPermissions);
    clients
        .environmentsOf(who.clientId())
        .forEach(each -> response.putEnvironmentIdToName(each.id(), each.name()));
    reply(caller, response.build());
  }

  @Override
  public void listCalls(ListCallsRequest request, StreamObserver<ListCallsResponse> caller) {
    ListCallsResponse.Builder response = ListCallsResponse.newBuilder();
    calls
        .list(
            Caller.current().environment(),
            Optional.of(request.getClient()).filter(given -> !given.isEmpty()),
            RequestMapper.pageSize(request.getPageSize()))
        .stream()
        .map(Admin::call)
        .forEach(response::addCalls);
    reply(caller, response.build());
  }

  @Override
  public void diagnose(DiagnoseRequest request, StreamObserver<DiagnoseResponse> caller) {
    DiagnoseResponse.Builder response = DiagnoseResponse.newBuilder();
    diagnosis.of(Caller.current().environment()).stream()
        .map(Admin::finding)
        .forEach(response::addFindings);
    reply(caller, response.build());
  }

  private static CallEntry call(CallLog.Recorded recorded) {
    CallLog.Call call = recorded.call();
    return CallEntry.newBuilder()
        .setSequence(recorded.sequence())
        .setAt(Replies.timestamp(call.at()))
        .setClient(call.client())
        .setAddress(call.address())
        .setMethod(call.method())
        .setEnvironmentId(call.environment())
        .setSubject(call.subject())
        .addAllKeys(call.keys())
        .setResult(call.result())
        .build();
  }

  private static Finding finding(Diagnosis.Finding finding) {
    return Finding.newBuilder()
        .setComponent(finding.component())
        .setLevel(
            switch (finding.level()) {
              case OK -> FindingLevel.FINDING_LEVEL_OK;
              case WARNING -> FindingLevel.FINDING_LEVEL_WARNING;
              case PROBLEM -> FindingLevel.FINDING_LEVEL_PROBLEM;
            })
        .setMessage(finding.message())
        .setAdvice(finding.advice())
        .build();
  }
}
