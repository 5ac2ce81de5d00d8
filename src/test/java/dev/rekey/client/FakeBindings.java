package dev.rekey.client;

import static dev.rekey.client.FakeIntegrations.refuse;
import static dev.rekey.client.FakeIntegrations.reply;

import dev.rekey.api.v1.ApplyBindingRequest;
import dev.rekey.api.v1.ApplyBindingResponse;
import dev.rekey.api.v1.ApplyOutcome;
import dev.rekey.api.v1.Binding;
import dev.rekey.api.v1.BindingOrigin;
import dev.rekey.api.v1.BindingSpec;
import dev.rekey.api.v1.BindingsServiceGrpc;
import dev.rekey.api.v1.CheckBindingRequest;
import dev.rekey.api.v1.CheckBindingResponse;
import dev.rekey.api.v1.DeleteBindingRequest;
import dev.rekey.api.v1.DeleteBindingResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;

/** Bindings that are kept as they are asked for; what rotates them is {@code rotation-2}. */
public final class FakeBindings extends BindingsServiceGrpc.BindingsServiceImplBase {
  private final Map<String, BindingSpec> bindings = new ConcurrentSkipListMap<>();

  List<Binding> all() {
    return bindings.entrySet().stream()
        .map(each -> binding(each.getKey(), each.getValue()))
        .toList();
  }

  private static Binding binding(String id, BindingSpec spec) {
    Binding.Builder binding =
        Binding.newBuilder()
            .setId(id)
            .setSecret(spec.getSecret())
            .setEnvironmentId("production")
            .setDataSource(spec.getDataSource())
            .putAllKeys(spec.getKeysMap())
            .setPreflight(spec.getPreflight())
            .setOnFailure(spec.getOnFailure())
            .setOrigin(BindingOrigin.BINDING_ORIGIN_STORE);
    if (spec.hasSettleWindowMillis()) {
      binding.setSettleWindowMillis(spec.getSettleWindowMillis());
    }
    return binding.build();
  }

  private static String id(String dataSource, String secret) {
    return "production/" + dataSource + "<-" + secret;
  }

  @Override
  public void applyBinding(
      ApplyBindingRequest request, StreamObserver<ApplyBindingResponse> caller) {
    BindingSpec wanted = request.getBinding();
    BindingSpec before = bindings.put(id(wanted.getDataSource(), wanted.getSecret()), wanted);
    ApplyOutcome outcome =
        before == null
            ? ApplyOutcome.APPLY_OUTCOME_CREATED
            : before.equals(wanted)
                ? ApplyOutcome.APPLY_OUTCOME_UNCHANGED
                : ApplyOutcome.APPLY_OUTCOME_CHANGED;
    reply(
        caller,
        ApplyBindingResponse.newBuilder()
            .setOutcome(outcome)
            .setRotationId(outcome == ApplyOutcome.APPLY_OUTCOME_UNCHANGED ? "" : "rotation-2")
            .build());
  }

  @Override
  public void deleteBinding(
      DeleteBindingRequest request, StreamObserver<DeleteBindingResponse> caller) {
    if (bindings.remove(id(request.getDataSource(), request.getSecret())) == null) {
      refuse(caller, Status.NOT_FOUND, "secret: no binding names it");
    } else {
      reply(caller, DeleteBindingResponse.getDefaultInstance());
    }
  }

  /** Every secret is there, but for those that are called missing. */
  @Override
  public void checkBinding(
      CheckBindingRequest request, StreamObserver<CheckBindingResponse> caller) {
    BindingSpec wanted = request.getBinding();
    reply(
        caller,
        CheckBindingResponse.newBuilder()
            .setSecretProblem(wanted.getSecret().contains("missing") ? "There is no file." : "")
            .setKind("POSTGRESQL")
            .addAllKeys(new TreeSet<>(wanted.getKeysMap().keySet()))
            .build());
  }
}
