package dev.rekey.api.service;

import static dev.rekey.api.service.Replies.refuse;
import static dev.rekey.api.service.Replies.reply;

import dev.rekey.api.access.Caller;
import dev.rekey.api.call.CallFacts;
import dev.rekey.api.v1.DropEventRequest;
import dev.rekey.api.v1.DropEventResponse;
import dev.rekey.api.v1.PlanRotationRequest;
import dev.rekey.api.v1.PlanRotationResponse;
import dev.rekey.api.v1.ReplayEventRequest;
import dev.rekey.api.v1.ReplayEventResponse;
import dev.rekey.api.v1.ReplayRotationRequest;
import dev.rekey.api.v1.ReplayRotationResponse;
import dev.rekey.api.v1.TriggerRotationRequest;
import dev.rekey.api.v1.TriggerRotationResponse;
import dev.rekey.rotation.RotationCause;
import dev.rekey.rotation.RotationRequests;
import dev.rekey.rotation.RotationRequests.Asked;
import dev.rekey.rotation.RotationRequests.BindingPlan;
import dev.rekey.rotation.RotationRequests.EventReplayResult;
import dev.rekey.rotation.RotationRequests.PlanResult;
import dev.rekey.rotation.RotationRequests.ReplayResult;
import dev.rekey.rotation.RotationRequests.TriggerResult;
import dev.rekey.rotation.RotationState;
import dev.rekey.secret.SecretRef;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;

/** What callers ask of the worker. */
final class Requests {
  private final RotationRequests requests;

  Requests(RotationRequests requests) {
    this.requests = requests;
  }

  void plan(PlanRotationRequest request, StreamObserver<PlanRotationResponse> caller) {
    SecretRef secret = RequestMapper.secret(request.getSecret());
    CallFacts.current().subject(secret.toString());
    Optional<String> dataSource = RequestMapper.dataSource(request.getDataSource());
    switch (requests.plan(Caller.current().environment(), secret, dataSource)) {
      case PlanResult.Planned(List<BindingPlan> plans) -> {
        PlanRotationResponse.Builder response = PlanRotationResponse.newBuilder();
        plans.stream().map(RequestMapper::plan).forEach(response::addBindings);
        reply(caller, response.build());
      }
      case PlanResult.Unbound() -> refuseUnbound(caller, secret, dataSource);
    }
  }

  void trigger(TriggerRotationRequest request, StreamObserver<TriggerRotationResponse> caller) {
    SecretRef secret = RequestMapper.secret(request.getSecret());
    CallFacts.current().subject(secret.toString());
    Optional<String> dataSource = RequestMapper.dataSource(request.getDataSource());
    Caller who = Caller.current();
    RotationCause cause =
        request.getOverrideWindows() ? RotationCause.OVERRIDE : RotationCause.TRIGGER;
    switch (requests.trigger(who.environment(), secret, dataSource, cause, who.actor())) {
      case TriggerResult.Accepted(List<Asked> asked) -> {
        TriggerRotationResponse.Builder response = TriggerRotationResponse.newBuilder();
        asked.stream().map(RequestMapper::asked).forEach(response::addRotations);
        reply(caller, response.build());
      }
      case TriggerResult.Unbound() -> refuseUnbound(caller, secret, dataSource);
    }
  }

  void replayRotation(
      ReplayRotationRequest request, StreamObserver<ReplayRotationResponse> caller) {
    String id = RequestMapper.id(request.getId());
    CallFacts.current().subject(id);
    Caller who = Caller.current();
    switch (requests.replayRotation(who.environment(), id, who.actor())) {
      case ReplayResult.Accepted(Asked asked) ->
          reply(
              caller,
              ReplayRotationResponse.newBuilder().setRotation(RequestMapper.asked(asked)).build());
      case ReplayResult.NotFound() ->
          refuse(caller, Status.NOT_FOUND, "id: there is no such rotation");
      case ReplayResult.StillOpen(RotationState.Name state) ->
          refuse(
              caller,
              Status.FAILED_PRECONDITION,
              "id: the rotation is still " + state + "; replay it when it has ended");
      case ReplayResult.WrittenByClient(SecretRef secret) ->
          refuse(
              caller,
              Status.FAILED_PRECONDITION,
              "id: a client wrote the value of "
                  + secret
                  + ", so that no store has it to be read again;"
                  + " to rotate once more, write the secret again");
      case ReplayResult.BindingGone(String bindingId) ->
          refuse(
              caller,
              Status.FAILED_PRECONDITION,
              "id: the configuration has no binding "
                  + bindingId
                  + " any more; put it back, or trigger the secret of another binding");
    }
  }

  void replayEvent(ReplayEventRequest request, StreamObserver<ReplayEventResponse> caller) {
    String id = RequestMapper.id(request.getId());
    CallFacts.current().subject(id);
    Caller who = Caller.current();
    switch (requests.replayEvent(id, who.actor())) {
      case EventReplayResult.Accepted(SecretRef secret, List<Asked> asked) ->
          reply(caller, RequestMapper.replayed(secret, asked, who.environment()));
      case EventReplayResult.NothingToDo _ ->
          reply(caller, ReplayEventResponse.getDefaultInstance());
      case EventReplayResult.NotFound() ->
          refuse(caller, Status.NOT_FOUND, "id: there is no such event in quarantine");
      case EventReplayResult.StillUndecodable(String reason) ->
          refuse(
              caller,
              Status.FAILED_PRECONDITION,
              "id: the event stays in quarantine, because it still cannot be decoded: "
                  + reason
                  + "; if you know its secret, trigger that");
    }
  }

  void dropEvent(DropEventRequest request, StreamObserver<DropEventResponse> caller) {
    String id = RequestMapper.id(request.getId());
    CallFacts.current().subject(id);
    if (requests.dropEvent(id, Caller.current().actor())) {
      reply(caller, DropEventResponse.getDefaultInstance());
    } else {
      refuse(caller, Status.NOT_FOUND, "id: there is no such event in quarantine");
    }
  }

  private static void refuseUnbound(
      StreamObserver<?> caller, SecretRef secret, Optional<String> dataSource) {
    refuse(
        caller,
        Status.NOT_FOUND,
        "secret: no binding of this environment names "
            + secret
            + dataSource.map(name -> " for the data source " + name).orElse(""));
  }
}
