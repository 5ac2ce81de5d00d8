package dev.rekey.api.service;

import static dev.rekey.api.service.Replies.refuse;
import static dev.rekey.api.service.Replies.reply;

import dev.rekey.api.access.Caller;
import dev.rekey.api.call.CallFacts;
import dev.rekey.api.v1.ApplyBindingRequest;
import dev.rekey.api.v1.ApplyBindingResponse;
import dev.rekey.api.v1.ApplyOutcome;
import dev.rekey.api.v1.BindingSpec;
import dev.rekey.api.v1.BindingsServiceGrpc;
import dev.rekey.api.v1.CheckBindingRequest;
import dev.rekey.api.v1.CheckBindingResponse;
import dev.rekey.api.v1.DeleteBindingRequest;
import dev.rekey.api.v1.DeleteBindingResponse;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.rotation.Binding;
import dev.rekey.rotation.BindingRequests;
import dev.rekey.rotation.BindingRequests.ApplyResult;
import dev.rekey.secret.SecretRef;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/** What callers want to be bound in their environment. */
public final class BoundSecrets extends BindingsServiceGrpc.BindingsServiceImplBase {
  private static final String CONFIGURED =
      "binding: stands in the configuration file of the worker (config/rekey.yaml, or the one that"
          + " REKEY_CONFIG names); change it there, under rekey.bindings";

  private final BindingRequests requests;

  public BoundSecrets(BindingRequests requests) {
    this.requests = requests;
  }

  @Override
  public void applyBinding(
      ApplyBindingRequest request, StreamObserver<ApplyBindingResponse> caller) {
    Binding wanted = wanted(request.getBinding());
    switch (requests.apply(wanted, Caller.current().actor())) {
      case ApplyResult.Created(String rotation) ->
          reply(caller, applied(ApplyOutcome.APPLY_OUTCOME_CREATED, rotation));
      case ApplyResult.Changed(String rotation) ->
          reply(caller, applied(ApplyOutcome.APPLY_OUTCOME_CHANGED, rotation));
      case ApplyResult.Unchanged() ->
          reply(caller, applied(ApplyOutcome.APPLY_OUTCOME_UNCHANGED, ""));
      case ApplyResult.Configured() -> refuse(caller, Status.FAILED_PRECONDITION, CONFIGURED);
      case ApplyResult.NoDataSource() ->
          refuse(
              caller,
              Status.FAILED_PRECONDITION,
              "data_source: there is no " + wanted.dataSource().name() + "; create it first");
    }
  }

  private static ApplyBindingResponse applied(ApplyOutcome outcome, String rotation) {
    return ApplyBindingResponse.newBuilder().setOutcome(outcome).setRotationId(rotation).build();
  }

  @Override
  public void deleteBinding(
      DeleteBindingRequest request, StreamObserver<DeleteBindingResponse> caller) {
    SecretRef secret = RequestMapper.secret(request.getSecret());
    String name = RequestMapper.oneDataSource(request.getDataSource());
    CallFacts.current().subject(secret.toString());
    Caller who = Caller.current();
    DataSourceRef dataSource = new DataSourceRef(who.environment(), name);
    switch (requests.delete(dataSource, secret, who.actor())) {
      case DELETED -> reply(caller, DeleteBindingResponse.getDefaultInstance());
      case CONFIGURED -> refuse(caller, Status.FAILED_PRECONDITION, CONFIGURED);
      case NOT_FOUND ->
          refuse(
              caller,
              Status.NOT_FOUND,
              "secret: no binding of this environment names it for the data source");
    }
  }

  @Override
  public void checkBinding(
      CheckBindingRequest request, StreamObserver<CheckBindingResponse> caller) {
    reply(caller, BindingMapper.check(requests.check(wanted(request.getBinding()))));
  }

  private static Binding wanted(BindingSpec spec) {
    Binding wanted = BindingMapper.wanted(Caller.current().environment(), spec);
    CallFacts.current().subject(wanted.secret().toString());
    CallFacts.current().keys(wanted.keys().keySet());
    return wanted;
  }
}
