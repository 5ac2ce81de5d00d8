package dev.rekey.client;

import static dev.rekey.client.FakeIntegrations.refuse;
import static dev.rekey.client.FakeIntegrations.reply;

import com.google.protobuf.Timestamp;
import dev.rekey.api.v1.AskedRotation;
import dev.rekey.api.v1.AuditEntry;
import dev.rekey.api.v1.Binding;
import dev.rekey.api.v1.BindingOrigin;
import dev.rekey.api.v1.BindingPlan;
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
import dev.rekey.api.v1.QuarantinedEvent;
import dev.rekey.api.v1.ReplayEventRequest;
import dev.rekey.api.v1.ReplayEventResponse;
import dev.rekey.api.v1.ReplayRotationRequest;
import dev.rekey.api.v1.ReplayRotationResponse;
import dev.rekey.api.v1.Rotation;
import dev.rekey.api.v1.RotationState;
import dev.rekey.api.v1.RotationStep;
import dev.rekey.api.v1.RotationsServiceGrpc;
import dev.rekey.api.v1.TriggerRotationRequest;
import dev.rekey.api.v1.TriggerRotationResponse;
import dev.rekey.api.v1.WatchRotationsRequest;
import dev.rekey.api.v1.WatchRotationsResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One secret, {@code dir://shop-db}, that feeds {@code my_postgres_source} and {@code orders}; and
 * an event in quarantine, {@code event-1}. What is triggered ends at once, in {@link #ending}.
 */
public final class FakeRotations extends RotationsServiceGrpc.RotationsServiceImplBase {
  public static final String SECRET = "dir://shop-db";
  private static final Timestamp AT = Timestamp.newBuilder().setSeconds(1_767_225_600).build();

  private final Map<String, Rotation> rotations = new ConcurrentSkipListMap<>();
  private final Map<String, QuarantinedEvent> quarantine = new ConcurrentSkipListMap<>();

  /** How many were triggered whatever windows and freezes say. */
  public final AtomicInteger overrides = new AtomicInteger();

  /** What becomes of a rotation that is triggered. */
  public volatile RotationState ending = RotationState.ROTATION_STATE_COMMITTED;

  /** What the plan for {@code orders} says. */
  public volatile String verdict = "passed";

  /** What the last step of each rotation says. */
  public volatile String detail = "Said the last step.";

  private final FakeBindings bindings;

  FakeRotations(FakeBindings bindings) {
    this.bindings = bindings;
    put("rotation-1", "my_postgres_source", RotationState.ROTATION_STATE_ROLLED_BACK);
    put("rotation-2", "orders", RotationState.ROTATION_STATE_COMMITTED);
    quarantine.put(
        "event-1",
        QuarantinedEvent.newBuilder()
            .setId("event-1")
            .setSource("kafka")
            .setReason("is no CloudEvent")
            .setReceivedAt(AT)
            .setPosition("secret-rotations/0/7")
            .setSizeBytes(12)
            .build());
  }

  private Rotation put(String id, String dataSource, RotationState state) {
    Rotation rotation =
        Rotation.newBuilder()
            .setId(id)
            .setBindingId("binding-" + dataSource)
            .setSecret(SECRET)
            .setEnvironmentId("production")
            .setDataSource(dataSource)
            .setState(state)
            .setSecretVersion("v2")
            .addChangedKeys("PGPASSWORD")
            .setDetail(detail)
            .setCreatedAt(AT)
            .setUpdatedAt(AT)
            .setCause("event")
            .setKind("POSTGRESQL")
            .build();
    rotations.put(id, rotation);
    return rotation;
  }

  @Override
  public void listRotations(
      ListRotationsRequest request, StreamObserver<ListRotationsResponse> caller) {
    reply(
        caller,
        ListRotationsResponse.newBuilder()
            .addAllRotations(
                rotations.values().stream()
                    .filter(each -> matches(each, request.getDataSource(), request.getState()))
                    .map(each -> each.toBuilder().setDetail(detail).build())
                    .limit(request.getPageSize())
                    .toList())
            .build());
  }

  private static boolean matches(Rotation rotation, String dataSource, RotationState state) {
    return (dataSource.isEmpty() || rotation.getDataSource().equals(dataSource))
        && (state == RotationState.ROTATION_STATE_UNSPECIFIED || rotation.getState() == state);
  }

  @Override
  public void getRotation(GetRotationRequest request, StreamObserver<GetRotationResponse> caller) {
    Rotation found = rotations.get(request.getId());
    if (found == null) {
      refuse(caller, Status.NOT_FOUND, "there is no rotation with this id");
      return;
    }
    RotationStep step =
        RotationStep.newBuilder()
            .setSequence(1)
            .setState(RotationState.ROTATION_STATE_QUEUED)
            .setAt(AT)
            .setDetail("Waits.")
            .build();
    reply(
        caller,
        GetRotationResponse.newBuilder().setRotation(found.toBuilder().addHistory(step)).build());
  }

  @Override
  public void listBindings(
      ListBindingsRequest request, StreamObserver<ListBindingsResponse> caller) {
    reply(
        caller,
        ListBindingsResponse.newBuilder()
            .addBindings(binding("my_postgres_source"))
            .addBindings(binding("orders"))
            .addAllBindings(bindings.all())
            .build());
  }

  private static Binding binding(String dataSource) {
    return Binding.newBuilder()
        .setId("binding-" + dataSource)
        .setSecret(SECRET)
        .setEnvironmentId("production")
        .setDataSource(dataSource)
        .putKeys("PGPASSWORD", "/password")
        .setOrigin(BindingOrigin.BINDING_ORIGIN_CONFIGURATION)
        .build();
  }

  @Override
  public void planRotation(
      PlanRotationRequest request, StreamObserver<PlanRotationResponse> caller) {
    if (!request.getSecret().equals(SECRET)) {
      refuse(caller, Status.NOT_FOUND, "no binding names this secret");
      return;
    }
    var response = PlanRotationResponse.newBuilder();
    for (String dataSource : fed(request.getDataSource())) {
      String said = dataSource.equals("orders") ? verdict : "passed";
      response.addBindings(
          BindingPlan.newBuilder()
              .setBindingId("binding-" + dataSource)
              .setDataSource(dataSource)
              .setSecretVersion("v2")
              .addChangedKeys("PGPASSWORD")
              .setVerdict(said)
              .setMessage("The test said " + said + ".")
              .setDetail("One key would change."));
    }
    reply(caller, response.build());
  }

  private static List<String> fed(String wanted) {
    return wanted.isEmpty() ? List.of("my_postgres_source", "orders") : List.of(wanted);
  }

  @Override
  public void triggerRotation(
      TriggerRotationRequest request, StreamObserver<TriggerRotationResponse> caller) {
    if (!request.getSecret().equals(SECRET)) {
      refuse(caller, Status.NOT_FOUND, "no binding names this secret");
      return;
    }
    if (request.getOverrideWindows()) {
      overrides.incrementAndGet();
    }
    var response = TriggerRotationResponse.newBuilder();
    fed(request.getDataSource()).forEach(each -> response.addRotations(asked(each)));
    reply(caller, response.build());
  }

  private AskedRotation asked(String dataSource) {
    Rotation made = put("rotation-" + (rotations.size() + 1), dataSource, ending);
    return AskedRotation.newBuilder().setRotationId(made.getId()).setDataSource(dataSource).build();
  }

  @Override
  public void replayRotation(
      ReplayRotationRequest request, StreamObserver<ReplayRotationResponse> caller) {
    Rotation old = rotations.get(request.getId());
    if (old == null) {
      refuse(caller, Status.NOT_FOUND, "there is no rotation with this id");
      return;
    }
    reply(
        caller,
        ReplayRotationResponse.newBuilder().setRotation(asked(old.getDataSource())).build());
  }

  /** Sends all that match, and never ends. */
  @Override
  public void watchRotations(
      WatchRotationsRequest request, StreamObserver<WatchRotationsResponse> caller) {
    rotations.values().stream()
        .filter(each -> matches(each, request.getDataSource(), request.getState()))
        .forEach(
            each -> caller.onNext(WatchRotationsResponse.newBuilder().setRotation(each).build()));
  }

  @Override
  public void listQuarantine(
      ListQuarantineRequest request, StreamObserver<ListQuarantineResponse> caller) {
    reply(
        caller,
        ListQuarantineResponse.newBuilder()
            .addAllEvents(
                quarantine.values().stream()
                    .filter(e -> request.getId().isEmpty() || e.getId().equals(request.getId()))
                    .toList())
            .build());
  }

  @Override
  public void replayEvent(ReplayEventRequest request, StreamObserver<ReplayEventResponse> caller) {
    if (quarantine.remove(request.getId()) == null) {
      refuse(caller, Status.NOT_FOUND, "there is no event with this id in quarantine");
      return;
    }
    reply(
        caller,
        ReplayEventResponse.newBuilder()
            .setSecret(SECRET)
            .addRotations(asked("orders"))
            .setElsewhere(1)
            .build());
  }

  @Override
  public void dropEvent(DropEventRequest request, StreamObserver<DropEventResponse> caller) {
    if (quarantine.remove(request.getId()) == null) {
      refuse(caller, Status.NOT_FOUND, "there is no event with this id in quarantine");
      return;
    }
    reply(caller, DropEventResponse.getDefaultInstance());
  }

  @Override
  public void listAuditEntries(
      ListAuditEntriesRequest request, StreamObserver<ListAuditEntriesResponse> caller) {
    reply(
        caller,
        ListAuditEntriesResponse.newBuilder()
            .addEntries(
                AuditEntry.newBuilder()
                    .setSequence(1)
                    .setAt(AT)
                    .setActor("ci")
                    .setAction("update")
                    .setDataSource("orders")
                    .addKeys("PGPASSWORD")
                    .setResult("OK"))
            .build());
  }
}
