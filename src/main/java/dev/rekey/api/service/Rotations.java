package dev.rekey.api.service;

import static dev.rekey.api.service.Replies.refuse;
import static dev.rekey.api.service.Replies.reply;

import dev.rekey.api.access.Caller;
import dev.rekey.api.call.CallFacts;
import dev.rekey.api.v1.DropEventRequest;
import dev.rekey.api.v1.DropEventResponse;
import dev.rekey.api.v1.GetRotationRequest;
import dev.rekey.api.v1.GetRotationResponse;
import dev.rekey.api.v1.ListAuditEntriesRequest;
import dev.rekey.api.v1.ListAuditEntriesResponse;
import dev.rekey.api.v1.ListBindingsRequest;
import dev.rekey.api.v1.ListBindingsResponse;
import dev.rekey.api.v1.ListQuarantineRequest;
import dev.rekey.api.v1.ListQuarantineResponse;
import dev.rekey.api.v1.ListRotationsRequest;
import dev.rekey.api.v1.ListRotationsResponse;
import dev.rekey.api.v1.PlanRotationRequest;
import dev.rekey.api.v1.PlanRotationResponse;
import dev.rekey.api.v1.ReplayEventRequest;
import dev.rekey.api.v1.ReplayEventResponse;
import dev.rekey.api.v1.ReplayRotationRequest;
import dev.rekey.api.v1.ReplayRotationResponse;
import dev.rekey.api.v1.RotationsServiceGrpc;
import dev.rekey.api.v1.TriggerRotationRequest;
import dev.rekey.api.v1.TriggerRotationResponse;
import dev.rekey.api.v1.WatchRotationsRequest;
import dev.rekey.api.v1.WatchRotationsResponse;
import dev.rekey.datasource.AuditLog;
import dev.rekey.rotation.Bindings;
import dev.rekey.rotation.RotationLog;
import dev.rekey.rotation.RotationRecord;
import dev.rekey.rotation.RotationRequests;
import dev.rekey.rotation.RotationState;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;

/** What the worker did in the caller's environment, and what it is asked to do. */
public final class Rotations extends RotationsServiceGrpc.RotationsServiceImplBase {
  private final RotationLog log;
  private final Bindings bindings;
  private final AuditLog audit;
  private final Requests requests;
  private final RotationWatches watches;

  public Rotations(
      RotationLog log,
      Bindings bindings,
      AuditLog audit,
      RotationRequests requests,
      RotationWatches watches) {
    this.log = log;
    this.bindings = bindings;
    this.audit = audit;
    this.requests = new Requests(requests);
    this.watches = watches;
  }

  @Override
  public void listRotations(
      ListRotationsRequest request, StreamObserver<ListRotationsResponse> caller) {
    int size = RequestMapper.pageSize(request.getPageSize());
    List<RotationRecord> found =
        log.list(
            new RotationLog.Query(
                Caller.current().environment(),
                given(request.getDataSource()),
                RotationMapper.state(request.getState()),
                given(request.getPageToken()),
                // One more tells whether there is a next page.
                size + 1));
    List<RotationRecord> page = found.subList(0, Math.min(size, found.size()));
    ListRotationsResponse.Builder response = ListRotationsResponse.newBuilder();
    page.stream().map(RotationMapper::rotation).forEach(response::addRotations);
    if (found.size() > page.size()) {
      response.setNextPageToken(page.getLast().id());
    }
    reply(caller, response.build());
  }

  @Override
  public void getRotation(GetRotationRequest request, StreamObserver<GetRotationResponse> caller) {
    CallFacts.current().subject(request.getId());
    log.find(Caller.current().environment(), request.getId())
        .map(found -> RotationMapper.rotation(found, log.steps(found.id())))
        .ifPresentOrElse(
            rotation ->
                reply(caller, GetRotationResponse.newBuilder().setRotation(rotation).build()),
            () -> refuse(caller, Status.NOT_FOUND, "id: there is no such rotation"));
  }

  @Override
  public void listBindings(
      ListBindingsRequest request, StreamObserver<ListBindingsResponse> caller) {
    String environment = Caller.current().environment();
    ListBindingsResponse.Builder response = ListBindingsResponse.newBuilder();
    bindings.all().stream()
        .filter(binding -> binding.dataSource().environment().equals(environment))
        .map(binding -> BindingMapper.binding(binding, bindings.isConfigured(binding)))
        .forEach(response::addBindings);
    bindings.setAside().stream()
        .filter(each -> each.binding().dataSource().environment().equals(environment))
        .map(BindingMapper::setAside)
        .forEach(response::addBindings);
    reply(caller, response.build());
  }

  @Override
  public void listQuarantine(
      ListQuarantineRequest request, StreamObserver<ListQuarantineResponse> caller) {
    ListQuarantineResponse.Builder response = ListQuarantineResponse.newBuilder();
    int size = RequestMapper.pageSize(request.getPageSize());
    given(request.getId())
        .map(id -> log.quarantined(id).stream().toList())
        .orElseGet(() -> log.quarantine(size))
        .stream()
        .map(RotationMapper::quarantined)
        .forEach(response::addEvents);
    reply(caller, response.build());
  }

  @Override
  public void listAuditEntries(
      ListAuditEntriesRequest request, StreamObserver<ListAuditEntriesResponse> caller) {
    ListAuditEntriesResponse.Builder response = ListAuditEntriesResponse.newBuilder();
    audit
        .list(
            Caller.current().environment(),
            given(request.getDataSource()),
            RequestMapper.pageSize(request.getPageSize()))
        .stream()
        .map(RotationMapper::auditEntry)
        .forEach(response::addEntries);
    reply(caller, response.build());
  }

  @Override
  public void watchRotations(
      WatchRotationsRequest request, StreamObserver<WatchRotationsResponse> caller) {
    Optional<String> dataSource = RequestMapper.dataSource(request.getDataSource());
    Optional<RotationState.Name> state = RotationMapper.state(request.getState());
    watches.tell(
        Caller.current().environment(),
        request.getIncludeOpen(),
        rotation ->
            dataSource.stream().allMatch(rotation.dataSource().name()::equals)
                && state.stream().allMatch(rotation.state()::equals),
        rotation ->
            caller.onNext(
                WatchRotationsResponse.newBuilder()
                    .setRotation(RotationMapper.rotation(rotation))
                    .build()));
  }

  @Override
  public void planRotation(
      PlanRotationRequest request, StreamObserver<PlanRotationResponse> caller) {
    requests.plan(request, caller);
  }

  @Override
  public void triggerRotation(
      TriggerRotationRequest request, StreamObserver<TriggerRotationResponse> caller) {
    requests.trigger(request, caller);
  }

  @Override
  public void replayRotation(
      ReplayRotationRequest request, StreamObserver<ReplayRotationResponse> caller) {
    requests.replayRotation(request, caller);
  }

  @Override
  public void replayEvent(ReplayEventRequest request, StreamObserver<ReplayEventResponse> caller) {
    requests.replayEvent(request, caller);
  }

  @Override
  public void dropEvent(DropEventRequest request, StreamObserver<DropEventResponse> caller) {
    requests.dropEvent(request, caller);
  }

  private static Optional<String> given(String text) {
    return Optional.of(text).filter(some -> !some.isEmpty());
  }
}
