package dev.rekey.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.Timestamp;
import dev.rekey.api.v1.BindingOrigin;
import dev.rekey.api.v1.FailureAction;
import dev.rekey.api.v1.GetRotationResponse;
import dev.rekey.api.v1.ListAuditEntriesRequest;
import dev.rekey.api.v1.ListAuditEntriesResponse;
import dev.rekey.api.v1.ListBindingsResponse;
import dev.rekey.api.v1.ListQuarantineResponse;
import dev.rekey.api.v1.ListRotationsRequest;
import dev.rekey.api.v1.ListRotationsResponse;
import dev.rekey.api.v1.OnFailure;
import dev.rekey.api.v1.PlanRotationRequest;
import dev.rekey.api.v1.PlanRotationResponse;
import dev.rekey.api.v1.ReplayEventResponse;
import dev.rekey.api.v1.ReplayRotationResponse;
import dev.rekey.api.v1.RotationStep;
import dev.rekey.api.v1.RotationsServiceGrpc;
import dev.rekey.api.v1.TriggerRotationRequest;
import dev.rekey.api.v1.TriggerRotationResponse;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RotationsTest {
  private static final Timestamp TEN = Timestamp.newBuilder().setSeconds(10).build();

  @Test
  void getHasEveryFieldAndTheHistory() {
    var wire =
        dev.rekey.api.v1.Rotation.newBuilder()
            .setId("r1")
            .setBindingId("b1")
            .setSecret("dir://s")
            .setEnvironmentId("production")
            .setDataSource("my_postgres_source")
            .setState(dev.rekey.api.v1.RotationState.ROTATION_STATE_ROLLED_BACK)
            .setSecretVersion("v2")
            .addChangedKeys("PGPASSWORD")
            .setDetail("refused")
            .setCreatedAt(TEN)
            .setUpdatedAt(Timestamp.newBuilder().setSeconds(12))
            .setEventId("e1")
            .setCause("trigger")
            .setKind("POSTGRESQL")
            .addHistory(
                RotationStep.newBuilder()
                    .setSequence(1)
                    .setState(dev.rekey.api.v1.RotationState.ROTATION_STATE_QUEUED)
                    .setAt(TEN)
                    .setDetail("Queued.")
                    .setAttempt(2)
                    .setVerdict("refused"));

    Rotation rotation =
        with(
            RotationsServiceGrpc.getGetRotationMethod(),
            request -> GetRotationResponse.newBuilder().setRotation(wire).build(),
            rotations -> rotations.get("r1"));

    assertThat(rotation)
        .isEqualTo(
            new Rotation(
                "r1",
                "b1",
                "dir://s",
                "production",
                "my_postgres_source",
                RotationState.ROLLED_BACK,
                Optional.of("v2"),
                List.of("PGPASSWORD"),
                "refused",
                Instant.ofEpochSecond(10),
                Instant.ofEpochSecond(12),
                "e1",
                "trigger",
                Optional.of("POSTGRESQL"),
                Optional.empty(),
                List.of(
                    new Rotation.Step(
                        1,
                        RotationState.QUEUED,
                        Instant.ofEpochSecond(10),
                        "Queued.",
                        2,
                        Optional.of("refused")))));
  }

  @Test
  void listAsksForPagesUntilTheLimit() {
    var seen = new CopyOnWriteArrayList<ListRotationsRequest>();
    List<Rotation> listed =
        with(
            RotationsServiceGrpc.getListRotationsMethod(),
            request -> {
              seen.add(request);
              return page(request.getPageToken().isEmpty() ? "2" : "3", 2);
            },
            rotations ->
                rotations.list(
                    RotationFilter.newest(4)
                        .ofDataSource("my_postgres_source")
                        .inState(RotationState.COMMITTED)));

    assertThat(listed).hasSize(4);
    var first =
        ListRotationsRequest.newBuilder()
            .setPageSize(4)
            .setDataSource("my_postgres_source")
            .setState(dev.rekey.api.v1.RotationState.ROTATION_STATE_COMMITTED);
    assertThat(seen)
        .containsExactly(first.build(), first.clone().setPageSize(2).setPageToken("2").build());
  }

  @Test
  void listEndsWithTheLastPage() {
    List<Rotation> listed =
        with(
            RotationsServiceGrpc.getListRotationsMethod(),
            request -> page("", 3),
            rotations -> rotations.list(RotationFilter.newest(100)));

    assertThat(listed).hasSize(3);
  }

  @Test
  void stateOfANewerServerIsUnknown() {
    var wire = dev.rekey.api.v1.Rotation.newBuilder().setStateValue(99);
    Rotation rotation =
        with(
            RotationsServiceGrpc.getGetRotationMethod(),
            request -> GetRotationResponse.newBuilder().setRotation(wire).build(),
            rotations -> rotations.get("r1"));

    assertThat(rotation.state()).isEqualTo(RotationState.UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource(
      value = dev.rekey.api.v1.RotationState.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ROTATION_STATE_UNSPECIFIED", "UNRECOGNIZED"})
  void everyStateOfTheServerIsKnown(dev.rekey.api.v1.RotationState state) {
    var wire = dev.rekey.api.v1.Rotation.newBuilder().setState(state);

    assertThat("ROTATION_STATE_" + Wire.rotation(wire.build()).state()).isEqualTo(state.name());
    assertThat(Wire.state(Wire.rotation(wire.build()).state())).isEqualTo(state);
  }

  @Test
  void limitBelowOneIsRefused() {
    assertThatExceptionOfType(InvalidArgumentException.class)
        .isThrownBy(() -> RotationFilter.newest(0))
        .withMessageContaining("limit");
  }

  @Test
  void bindingsHaveEveryField() {
    var wire =
        dev.rekey.api.v1.Binding.newBuilder()
            .setId("b1")
            .setSecret("dir://s")
            .setEnvironmentId("production")
            .setDataSource("my_postgres_source")
            .putKeys("PGPASSWORD", "/password")
            .setOrigin(BindingOrigin.BINDING_ORIGIN_STORE)
            .setSettleWindowMillis(1500)
            .setPreflight(true)
            .setOnFailure(
                OnFailure.newBuilder()
                    .setPreviousWorks(FailureAction.FAILURE_ACTION_KEEP)
                    .setUnreachable(FailureAction.FAILURE_ACTION_ROLL_BACK))
            .setSetAside("in the way");
    var bindings =
        with(
            RotationsServiceGrpc.getListBindingsMethod(),
            request -> ListBindingsResponse.newBuilder().addBindings(wire).build(),
            Rotations::bindings);

    assertThat(bindings)
        .containsExactly(
            new Binding(
                "b1",
                "dir://s",
                "production",
                "my_postgres_source",
                Map.of("PGPASSWORD", "/password"),
                new BindingTerms(
                    Optional.of(Duration.ofMillis(1500)),
                    true,
                    BindingTerms.FailureAction.KEEP,
                    BindingTerms.FailureAction.KEEP,
                    BindingTerms.FailureAction.ROLL_BACK),
                Binding.Origin.STORE,
                Optional.of("in the way")));
  }

  @Test
  void quarantineHasEveryField() {
    var wire =
        dev.rekey.api.v1.QuarantinedEvent.newBuilder()
            .setId("q1")
            .setSource("kafka")
            .setReason("no JSON")
            .setReceivedAt(TEN)
            .setPosition("secret-rotations/0@17")
            .setSizeBytes(5);
    var events =
        with(
            RotationsServiceGrpc.getListQuarantineMethod(),
            request -> ListQuarantineResponse.newBuilder().addEvents(wire).build(),
            rotations -> rotations.quarantine(10));

    assertThat(events)
        .containsExactly(
            new QuarantinedEvent(
                "q1", "kafka", "no JSON", Instant.ofEpochSecond(10), "secret-rotations/0@17", 5));
  }

  @Test
  void auditHasEveryField() {
    var seen = new CopyOnWriteArrayList<ListAuditEntriesRequest>();
    var wire =
        dev.rekey.api.v1.AuditEntry.newBuilder()
            .setSequence(3)
            .setAt(TEN)
            .setActor("rotation/r1")
            .setAction("update")
            .setEnvironmentId("production")
            .setDataSource("my_postgres_source")
            .addKeys("PGPASSWORD")
            .setResult("ok");
    var entries =
        with(
            RotationsServiceGrpc.getListAuditEntriesMethod(),
            request -> {
              seen.add(request);
              return ListAuditEntriesResponse.newBuilder().addEntries(wire).build();
            },
            rotations -> rotations.audit("my_postgres_source", 10));

    assertThat(entries)
        .containsExactly(
            new AuditEntry(
                3,
                Instant.ofEpochSecond(10),
                "rotation/r1",
                "update",
                "production",
                "my_postgres_source",
                List.of("PGPASSWORD"),
                "ok"));
    assertThat(seen)
        .containsExactly(
            ListAuditEntriesRequest.newBuilder()
                .setDataSource("my_postgres_source")
                .setPageSize(10)
                .build());
  }

  @Test
  void planHasEveryField() {
    var seen = new CopyOnWriteArrayList<PlanRotationRequest>();
    var wire =
        dev.rekey.api.v1.BindingPlan.newBuilder()
            .setBindingId("b1")
            .setDataSource("shop")
            .setSecretVersion("v7")
            .addChangedKeys("PGPASSWORD")
            .setVerdict("refused")
            .setMessage("db.example refused the password")
            .setDetail("PGPASSWORD would change.");
    List<BindingPlan> plans =
        with(
            RotationsServiceGrpc.getPlanRotationMethod(),
            request -> {
              seen.add(request);
              return PlanRotationResponse.newBuilder().addBindings(wire).build();
            },
            rotations -> rotations.plan("dir://s", "shop"));

    assertThat(plans)
        .containsExactly(
            new BindingPlan(
                "b1",
                "shop",
                Optional.of("v7"),
                List.of("PGPASSWORD"),
                Optional.of("refused"),
                "db.example refused the password",
                "PGPASSWORD would change."));
    assertThat(seen)
        .containsExactly(
            PlanRotationRequest.newBuilder().setSecret("dir://s").setDataSource("shop").build());
  }

  @Test
  void planOfAllDataSourcesNamesNone() {
    var seen = new CopyOnWriteArrayList<PlanRotationRequest>();
    List<BindingPlan> plans =
        with(
            RotationsServiceGrpc.getPlanRotationMethod(),
            request -> {
              seen.add(request);
              return PlanRotationResponse.newBuilder()
                  .addBindings(dev.rekey.api.v1.BindingPlan.getDefaultInstance())
                  .build();
            },
            rotations -> rotations.plan("dir://s"));

    assertThat(plans)
        .containsExactly(
            new BindingPlan("", "", Optional.empty(), List.of(), Optional.empty(), "", ""));
    assertThat(seen).containsExactly(PlanRotationRequest.newBuilder().setSecret("dir://s").build());
  }

  @Test
  void triggerSaysWhatWasAskedFor() {
    var seen = new CopyOnWriteArrayList<TriggerRotationRequest>();
    var wire =
        dev.rekey.api.v1.AskedRotation.newBuilder()
            .setRotationId("r1")
            .setDataSource("shop")
            .setJoined(true);
    List<AskedRotation> asked =
        with(
            RotationsServiceGrpc.getTriggerRotationMethod(),
            request -> {
              seen.add(request);
              return TriggerRotationResponse.newBuilder().addRotations(wire).build();
            },
            rotations -> {
              rotations.trigger("dir://s");
              return rotations.trigger("dir://s", "shop");
            });

    assertThat(asked).containsExactly(new AskedRotation("r1", "shop", true));
    assertThat(seen)
        .containsExactly(
            TriggerRotationRequest.newBuilder().setSecret("dir://s").build(),
            TriggerRotationRequest.newBuilder().setSecret("dir://s").setDataSource("shop").build());
  }

  @Test
  void replayNamesTheNewRotation() {
    var wire = dev.rekey.api.v1.AskedRotation.newBuilder().setDataSource("shop");
    AskedRotation asked =
        with(
            RotationsServiceGrpc.getReplayRotationMethod(),
            request ->
                ReplayRotationResponse.newBuilder()
                    .setRotation(wire.setRotationId("after-" + request.getId()))
                    .build(),
            rotations -> rotations.replay("r1"));

    assertThat(asked).isEqualTo(new AskedRotation("after-r1", "shop", false));
  }

  @Test
  void replayedEventHasEveryField() {
    var wire = dev.rekey.api.v1.AskedRotation.newBuilder().setDataSource("shop");
    ReplayedEvent replayed =
        with(
            RotationsServiceGrpc.getReplayEventMethod(),
            request ->
                ReplayEventResponse.newBuilder()
                    .setSecret("dir://s")
                    .addRotations(wire.setRotationId("of-" + request.getId()))
                    .setElsewhere(2)
                    .build(),
            rotations -> rotations.replayEvent("q1"));

    assertThat(replayed)
        .isEqualTo(
            new ReplayedEvent("dir://s", List.of(new AskedRotation("of-q1", "shop", false)), 2));
  }

  private static ListRotationsResponse page(String next, int size) {
    var response = ListRotationsResponse.newBuilder().setNextPageToken(next);
    for (int i = 0; i < size; i++) {
      response.addRotations(dev.rekey.api.v1.Rotation.getDefaultInstance());
    }
    return response.build();
  }

  private static <Q, R, T> T with(
      MethodDescriptor<Q, R> method, Function<Q, R> answer, Function<Rotations, T> call) {
    try (var api = FakeApi.answering(method, answer);
        var client = api.client().build()) {
      return call.apply(client.rotations());
    }
  }
}
