package dev.rekey.api.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.util.Timestamps;
import dev.rekey.api.v1.AuditEntry;
import dev.rekey.api.v1.Binding;
import dev.rekey.api.v1.BindingOrigin;
import dev.rekey.api.v1.FailureAction;
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
import dev.rekey.api.v1.OnFailure;
import dev.rekey.api.v1.QuarantinedEvent;
import dev.rekey.api.v1.Rotation;
import dev.rekey.api.v1.RotationState;
import dev.rekey.api.v1.RotationStep;
import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Actor;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.InMemoryDataSources;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.datasource.Kind;
import dev.rekey.rotation.Bindings;
import dev.rekey.rotation.FakeRotationRequests;
import dev.rekey.rotation.FieldMapping;
import dev.rekey.rotation.InMemoryRotationLog;
import dev.rekey.rotation.RotationCause;
import dev.rekey.rotation.RotationLog;
import dev.rekey.rotation.RotationRecord;
import dev.rekey.rotation.RotationSignal;
import dev.rekey.secret.Secret;
import dev.rekey.secret.SecretRef;
import dev.rekey.testing.ManualClock;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RotationsTest {
  private static final String NOON = "2026-01-01T12:00:00Z";
  private static final Instant AT = Instant.parse(NOON);
  private static final SecretRef SECRET = SecretRef.directory("shop-db");
  private static final RotationLog EMPTY = new InMemoryRotationLog(List.of());
  private static final DataSourceRef SHOP = new DataSourceRef("blue", "shop");
  private static final DataSourceRef STORE = new DataSourceRef("blue", "store");
  private static final DataSourceRef FOREIGN = new DataSourceRef("green", "shop");

  private final InMemoryDataSources dataSources = new InMemoryDataSources(new ManualClock(AT));

  @Test
  void rotationIsTheRecordOnTheWire() {
    Rotations service =
        service(rotation("r1", SHOP, dev.rekey.rotation.RotationState.Name.COMMITTED));

    assertThat(list(service, ListRotationsRequest.newBuilder()).getRotationsList())
        .containsExactly(
            Rotation.newBuilder()
                .setId("r1")
                .setBindingId("blue/shop<-dir://shop-db")
                .setSecret("dir://shop-db")
                .setEnvironmentId("blue")
                .setDataSource("shop")
                .setState(RotationState.ROTATION_STATE_COMMITTED)
                .setSecretVersion("v7")
                .addChangedKeys("PGPASSWORD")
                .setDetail("Passed.")
                .setCreatedAt(Timestamps.parseUnchecked(NOON))
                .setUpdatedAt(Timestamps.parseUnchecked(NOON))
                .setEventId("event-1")
                .setCause("event")
                .setKind("POSTGRESQL")
                .build());
  }

  @ParameterizedTest
  @EnumSource
  void everyStateHasItsTwinOnTheWire(dev.rekey.rotation.RotationState.Name state) {
    Rotations service = service(rotation("r1", SHOP, state));

    RotationState wire =
        list(service, ListRotationsRequest.newBuilder()).getRotations(0).getState();

    assertThat(wire).hasToString("ROTATION_STATE_" + state);
    assertThat(list(service, ListRotationsRequest.newBuilder().setState(wire)).getRotationsList())
        .hasSize(1);
  }

  @Test
  void listHoldsTheEnvironmentAloneAndCanBeNarrowed() {
    Rotations service =
        service(
            rotation("r1", SHOP, dev.rekey.rotation.RotationState.Name.COMMITTED),
            rotation("r2", STORE, dev.rekey.rotation.RotationState.Name.FAILED),
            rotation("r3", FOREIGN, dev.rekey.rotation.RotationState.Name.FAILED));

    assertThat(ids(list(service, ListRotationsRequest.newBuilder()))).containsExactly("r2", "r1");
    assertThat(ids(list(service, ListRotationsRequest.newBuilder().setDataSource("shop"))))
        .containsExactly("r1");
    assertThat(
            ids(
                list(
                    service,
                    ListRotationsRequest.newBuilder()
                        .setState(RotationState.ROTATION_STATE_FAILED))))
        .containsExactly("r2");
  }

  @Test
  void pagesFollowEachOtherUntilThereAreNoMore() {
    Rotations service =
        service(
            rotation("r1", SHOP, dev.rekey.rotation.RotationState.Name.COMMITTED),
            rotation("r2", SHOP, dev.rekey.rotation.RotationState.Name.COMMITTED),
            rotation("r3", SHOP, dev.rekey.rotation.RotationState.Name.COMMITTED));

    ListRotationsResponse first = list(service, ListRotationsRequest.newBuilder().setPageSize(2));
    ListRotationsResponse second =
        list(
            service,
            ListRotationsRequest.newBuilder()
                .setPageSize(2)
                .setPageToken(first.getNextPageToken()));

    assertThat(ids(first)).containsExactly("r3", "r2");
    assertThat(ids(second)).containsExactly("r1");
    assertThat(second.getNextPageToken()).isEmpty();
  }

  @Test
  void rotationComesWithItsHistory() {
    Rotations service =
        service(rotation("r1", SHOP, dev.rekey.rotation.RotationState.Name.COMMITTED));

    Recorded<GetRotationResponse> answer = get(service, "r1");

    assertThat(answer.response().getRotation().getHistoryList())
        .containsExactly(
            RotationStep.newBuilder()
                .setSequence(1)
                .setState(RotationState.ROTATION_STATE_COMMITTED)
                .setAt(Timestamps.parseUnchecked(NOON))
                .setDetail("Passed.")
                .build());
  }

  @Test
  void stepSaysHowOftenItWasTriedAndWhatTheTestSaid() {
    RotationRecord rotation = rotation("r1", SHOP, dev.rekey.rotation.RotationState.Name.VERIFYING);
    RotationRecord.Step step =
        new RotationRecord.Step(
            4, rotation.state(), AT, 2, Optional.of(TestResult.Verdict.NOT_PERMITTED), "No.");

    assertThat(RotationMapper.rotation(rotation, List.of(step)).getHistoryList())
        .containsExactly(
            RotationStep.newBuilder()
                .setSequence(4)
                .setState(RotationState.ROTATION_STATE_VERIFYING)
                .setAt(Timestamps.parseUnchecked(NOON))
                .setAttempt(2)
                .setVerdict("not_permitted")
                .setDetail("No.")
                .build());
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ROTATION_STATE_UNSPECIFIED", "UNRECOGNIZED"})
  void everyStateOfTheWireIsOneOfOurs(RotationState wire) {
    assertThat(RotationMapper.state(wire)).map(Enum::name).hasValue(wire.name().substring(15));
  }

  @Test
  void unknownRotationAndThatOfAnotherEnvironmentAreNotFound() {
    Rotations service =
        service(rotation("r1", FOREIGN, dev.rekey.rotation.RotationState.Name.COMMITTED));

    assertThat(get(service, "no-such-id").status().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(get(service, "r1").status().getCode()).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void bindingsOfTheEnvironmentAreListedWithTheirMappings() {
    dev.rekey.rotation.Binding shop = binding(SHOP);
    Rotations service =
        new Rotations(
            EMPTY,
            new Bindings(List.of(shop, binding(FOREIGN))),
            dataSources,
            new FakeRotationRequests(),
            watches(EMPTY));

    Recorded<ListBindingsResponse> answer =
        Recorded.call(
            "blue",
            caller -> service.listBindings(ListBindingsRequest.getDefaultInstance(), caller));

    assertThat(answer.response().getBindingsList())
        .containsExactly(
            Binding.newBuilder()
                .setId("blue/shop<-dir://shop-db")
                .setSecret("dir://shop-db")
                .setEnvironmentId("blue")
                .setDataSource("shop")
                .putKeys("PGPASSWORD", "base64:/password")
                .setOrigin(BindingOrigin.BINDING_ORIGIN_CONFIGURATION)
                .setOnFailure(
                    OnFailure.newBuilder()
                        .setPreviousWorks(FailureAction.FAILURE_ACTION_ROLL_BACK)
                        .setPreviousRefused(FailureAction.FAILURE_ACTION_KEEP)
                        .setUnreachable(FailureAction.FAILURE_ACTION_PARK))
                .build());
  }

  @Test
  void quarantinedEventIsTheRecordOnTheWire() {
    RotationLog.QuarantinedEvent event =
        new RotationLog.QuarantinedEvent("q1", "kafka", "topic/0@17", "no JSON", 99, AT);

    assertThat(RotationMapper.quarantined(event))
        .isEqualTo(
            QuarantinedEvent.newBuilder()
                .setId("q1")
                .setSource("kafka")
                .setPosition("topic/0@17")
                .setReason("no JSON")
                .setSizeBytes(99)
                .setReceivedAt(Timestamps.parseUnchecked(NOON))
                .build());
  }

  @Test
  void quarantineIsListedInEveryEnvironment() {
    Rotations service = service();

    Recorded<ListQuarantineResponse> answer =
        Recorded.call(
            "blue",
            caller -> service.listQuarantine(ListQuarantineRequest.getDefaultInstance(), caller));

    assertThat(answer.response()).isEqualTo(ListQuarantineResponse.getDefaultInstance());
  }

  @Test
  void auditEntryIsTheRecordOnTheWire() {
    dataSources.create(
        SHOP,
        Kind.POSTGRESQL,
        Map.of("PGPASSWORD", new ConfigValue.Literal(Secret.of("hunter2"))),
        Actor.client("ci"));

    assertThat(audit(ListAuditEntriesRequest.newBuilder()).getEntriesList())
        .containsExactly(
            AuditEntry.newBuilder()
                .setSequence(1)
                .setAt(Timestamps.parseUnchecked(NOON))
                .setActor("client/ci")
                .setAction("create")
                .setEnvironmentId("blue")
                .setDataSource("shop")
                .addKeys("PGPASSWORD")
                .setResult("ok")
                .build());
  }

  @Test
  void auditIsNewestFirstAndCanBeNarrowed() {
    for (DataSourceRef ref : List.of(SHOP, STORE, FOREIGN)) {
      dataSources.create(ref, Kind.POSTGRESQL, Map.of(), Actor.client("ci"));
    }

    assertThat(audit(ListAuditEntriesRequest.newBuilder()).getEntriesList())
        .extracting(AuditEntry::getDataSource)
        .containsExactly("store", "shop");
    assertThat(audit(ListAuditEntriesRequest.newBuilder().setPageSize(1)).getEntriesList())
        .extracting(AuditEntry::getDataSource)
        .containsExactly("store");
    assertThat(audit(ListAuditEntriesRequest.newBuilder().setDataSource("shop")).getEntriesList())
        .extracting(AuditEntry::getDataSource)
        .containsExactly("shop");
  }

  @Test
  void negativePageSizeIsRefused() {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> audit(ListAuditEntriesRequest.newBuilder().setPageSize(-1)))
        .returns("page_size", InvalidFieldException::field);
  }

  @Test
  void stateThatThereIsNotIsRefused() {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> list(service(), ListRotationsRequest.newBuilder().setStateValue(99)))
        .returns("state", InvalidFieldException::field);
  }

  private ListAuditEntriesResponse audit(ListAuditEntriesRequest.Builder request) {
    return Recorded.<ListAuditEntriesResponse>call(
            "blue", caller -> service().listAuditEntries(request.build(), caller))
        .response();
  }

  private Rotations service(RotationRecord... rotations) {
    RotationLog log = new InMemoryRotationLog(List.of(rotations));
    return new Rotations(
        log, new Bindings(List.of()), dataSources, new FakeRotationRequests(), watches(log));
  }

  private static RotationWatches watches(RotationLog log) {
    return new RotationWatches(
        log, new RotationSignal(), new ManualClock(AT), Duration.ZERO, Duration.ofSeconds(1));
  }

  private static ListRotationsResponse list(
      Rotations service, ListRotationsRequest.Builder request) {
    return Recorded.<ListRotationsResponse>call(
            "blue", caller -> service.listRotations(request.build(), caller))
        .response();
  }

  private static Recorded<GetRotationResponse> get(Rotations service, String id) {
    return Recorded.call(
        "blue",
        caller -> service.getRotation(GetRotationRequest.newBuilder().setId(id).build(), caller));
  }

  private static List<String> ids(ListRotationsResponse response) {
    return response.getRotationsList().stream().map(Rotation::getId).toList();
  }

  private static RotationRecord rotation(
      String id, DataSourceRef dataSource, dev.rekey.rotation.RotationState.Name state) {
    return new RotationRecord(
        id,
        binding(dataSource).id(),
        SECRET,
        dataSource,
        "event-1",
        RotationCause.EVENT,
        Optional.of(Kind.POSTGRESQL),
        1,
        state,
        Optional.of("v7"),
        List.of("PGPASSWORD"),
        "Passed.",
        AT,
        AT,
        Optional.empty());
  }

  private static dev.rekey.rotation.Binding binding(DataSourceRef dataSource) {
    return new dev.rekey.rotation.Binding(
        SECRET,
        dataSource,
        new TreeMap<>(Map.of("PGPASSWORD", FieldMapping.parse("base64:/password"))));
  }
}
