package dev.rekey.api;

import com.google.protobuf.Message;
import dev.rekey.api.v1.PlanRotationRequest;
import dev.rekey.api.v1.ReplayEventRequest;
import dev.rekey.api.v1.ReplayRotationRequest;
import dev.rekey.api.v1.RotationsServiceGrpc;
import dev.rekey.api.v1.TriggerRotationRequest;
import io.grpc.MethodDescriptor;
import io.grpc.Status.Code;
import java.util.Map;
import java.util.stream.Stream;

/** Every way to ask the worker for what it cannot do. */
final class BadRequestsOfTheWorker {
  private static final MethodDescriptor<?, ?> TRIGGER =
      RotationsServiceGrpc.getTriggerRotationMethod();
  private static final MethodDescriptor<?, ?> PLAN = RotationsServiceGrpc.getPlanRotationMethod();
  private static final MethodDescriptor<?, ?> REPLAY =
      RotationsServiceGrpc.getReplayRotationMethod();
  private static final MethodDescriptor<?, ?> REPLAY_EVENT =
      RotationsServiceGrpc.getReplayEventMethod();
  private static final String UNBOUND = "secret: no binding of this environment names dir://no-one";

  private BadRequestsOfTheWorker() {}

  static Stream<BadCall> all(String lister) {
    return Stream.of(
        call("trigger of nothing", TRIGGER, trigger(""), Code.INVALID_ARGUMENT, "secret: is req"),
        call(
            "trigger of a value",
            TRIGGER,
            trigger(BadCalls.CANARY),
            Code.INVALID_ARGUMENT,
            "secret: a secret reference starts with aws-sm://, gcp-sm:// or dir://"),
        call(
            "trigger of a path",
            TRIGGER,
            trigger("dir://../" + BadCalls.CANARY),
            Code.INVALID_ARGUMENT,
            "secret: the name of a dir:// secret is a plain file name"),
        call(
            "trigger of a long name",
            TRIGGER,
            trigger("dir://" + BadCalls.CANARY.repeat(1000)),
            Code.INVALID_ARGUMENT,
            "secret: is longer than 2100 characters"),
        call("unbound trigger", TRIGGER, trigger("dir://no-one"), Code.NOT_FOUND, UNBOUND),
        call("plan of nothing", PLAN, plan(""), Code.INVALID_ARGUMENT, "secret: is required"),
        call("unbound plan", PLAN, plan("dir://no-one"), Code.NOT_FOUND, UNBOUND),
        call("replay of nothing", REPLAY, replay(""), Code.INVALID_ARGUMENT, "id: is required"),
        call(
            "replay of an unknown id",
            REPLAY,
            replay("no-such-id"),
            Code.NOT_FOUND,
            "id: there is no such rotation"),
        call(
            "replay of a long id",
            REPLAY,
            replay(BadCalls.CANARY.repeat(100)),
            Code.INVALID_ARGUMENT,
            "id: is longer than 128 characters"),
        call(
            "replay of no event",
            REPLAY_EVENT,
            replayEvent(""),
            Code.INVALID_ARGUMENT,
            "id: is required"),
        call(
            "replay of an unknown event",
            REPLAY_EVENT,
            replayEvent("no-such-id"),
            Code.NOT_FOUND,
            "id: there is no such event in quarantine"),
        denied("trigger without the permission", TRIGGER, trigger("dir://no-one"), lister),
        denied("plan without the permission", PLAN, plan("dir://no-one"), lister),
        denied("replay without the permission", REPLAY, replay("r1"), lister),
        denied("replay of an event likewise", REPLAY_EVENT, replayEvent("q1"), lister));
  }

  private static BadCall call(
      String what, MethodDescriptor<?, ?> method, Message request, Code code, String message) {
    return new BadCall(what, method, request, Map.of(), code, message);
  }

  private static BadCall denied(
      String what, MethodDescriptor<?, ?> method, Message request, String lister) {
    return new BadCall(
        what,
        method,
        request,
        Map.of("authorization", "Bearer " + lister),
        Code.PERMISSION_DENIED,
        "the client does not have the permission rotations.write");
  }

  private static Message trigger(String secret) {
    return TriggerRotationRequest.newBuilder().setSecret(secret).build();
  }

  private static Message plan(String secret) {
    return PlanRotationRequest.newBuilder().setSecret(secret).build();
  }

  private static Message replay(String id) {
    return ReplayRotationRequest.newBuilder().setId(id).build();
  }

  private static Message replayEvent(String id) {
    return ReplayEventRequest.newBuilder().setId(id).build();
  }
}
