package dev.rekey.api.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rekey.api.v1.AskedRotation;
import dev.rekey.api.v1.BindingPlan;
import dev.rekey.api.v1.PlanRotationRequest;
import dev.rekey.api.v1.PlanRotationResponse;
import dev.rekey.api.v1.ReplayEventRequest;
import dev.rekey.api.v1.ReplayEventResponse;
import dev.rekey.api.v1.ReplayRotationRequest;
import dev.rekey.api.v1.ReplayRotationResponse;
import dev.rekey.api.v1.TriggerRotationRequest;
import dev.rekey.api.v1.TriggerRotationResponse;
import dev.rekey.connector.TestResult;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.rotation.FakeRotationRequests;
import dev.rekey.rotation.FakeRotationRequests.Call;
import dev.rekey.rotation.RotationRequests;
import dev.rekey.rotation.RotationRequests.Asked;
import dev.rekey.rotation.RotationRequests.EventReplayResult;
import dev.rekey.rotation.RotationRequests.PlanResult;
import dev.rekey.rotation.RotationRequests.ReplayResult;
import dev.rekey.rotation.RotationRequests.TriggerResult;
import dev.rekey.rotation.RotationState.Name;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest {
  private static final SecretRef SECRET = SecretRef.directory("shop-db");
  private static final DataSourceRef SHOP = new DataSourceRef("blue", "shop");
  private static final DataSourceRef FOREIGN = new DataSourceRef("green", "shop");

  private final FakeRotationRequests worker = new FakeRotationRequests();
  private final Requests requests = new Requests(worker);

  @Test
  void triggerNamesTheRotationsOfTheSecret() {
    worker.onTrigger(
        SECRET,
        new TriggerResult.Accepted(
            List.of(
                new Asked("r1", SHOP, false),
                new Asked("r2", new DataSourceRef("blue", "store"), true))));

    Recorded<TriggerRotationResponse> answer = trigger("dir://shop-db", "");

    assertThat(answer.response().getRotationsList())
        .containsExactly(
            AskedRotation.newBuilder().setRotationId("r1").setDataSource("shop").build(),
            AskedRotation.newBuilder()
                .setRotationId("r2")
                .setDataSource("store")
                .setJoined(true)
                .build());
    assertThat(worker.calls())
        .containsExactly(
            new Call("trigger", "blue", "dir://shop-db", Optional.empty(), "client/ci"));
  }

  @Test
  void triggerMayBeForOneDataSource() {
    worker.onTrigger(SECRET, new TriggerResult.Accepted(List.of(new Asked("r1", SHOP, false))));

    trigger("dir://shop-db", "shop");

    assertThat(worker.calls()).extracting(Call::dataSource).containsExactly(Optional.of("shop"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', secret: no binding of this environment names dir://shop-db",
    "shop, secret: no binding of this environment names dir://shop-db for the data source shop"
  })
  void unboundSecretIsNotFound(String dataSource, String message) {
    assertThat(trigger("dir://shop-db", dataSource).status())
        .returns(Status.Code.NOT_FOUND, Status::getCode)
        .returns(message, Status::getDescription);
    assertThat(plan("dir://shop-db", dataSource).status())
        .returns(Status.Code.NOT_FOUND, Status::getCode)
        .returns(message, Status::getDescription);
  }

  @ParameterizedTest
  @CsvSource({
    "'', is required",
    "' ', is required",
    "shop-db, 'a secret reference starts with aws-sm://, gcp-sm:// or dir://'",
    "dir://, a secret reference needs a name",
    "gcp-sm:///db, gcp-sm:// needs a project"
  })
  void textThatIsNoReferenceOfASecretIsRefused(String text, String why) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> trigger(text, ""))
        .withMessage("secret: " + why);
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> plan(text, ""))
        .withMessage("secret: " + why);
    assertThat(worker.calls()).isEmpty();
  }

  @Test
  void textsThatAreTooLongAreRefused() {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> trigger("dir://" + "x".repeat(3000), ""))
        .withMessage("secret: is longer than 2100 characters");
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> trigger("dir://shop-db", "x".repeat(129)))
        .withMessage("data_source: is longer than 128 characters");
    assertThat(worker.calls()).isEmpty();
  }

  @Test
  void planNamesKeysAndWhatTheTestSaid() {
    worker.onPlan(
        SECRET,
        new PlanResult.Planned(
            List.of(
                planned(
                    List.of("PGPASSWORD", "PGUSER"),
                    Optional.of(new TestResult.Passed("connected"))))));

    assertThat(plan("dir://shop-db", "").response().getBindingsList())
        .containsExactly(
            BindingPlan.newBuilder()
                .setBindingId("blue/shop<-dir://shop-db")
                .setDataSource("shop")
                .setSecretVersion("v7")
                .addChangedKeys("PGPASSWORD")
                .addChangedKeys("PGUSER")
                .setVerdict("passed")
                .setMessage("connected")
                .setDetail("It would.")
                .build());
    assertThat(worker.calls())
        .containsExactly(new Call("plan", "blue", "dir://shop-db", Optional.empty(), ""));
  }

  @Test
  void planOfASecretThatCannotBeFetchedHasNeitherVersionNorVerdict() {
    worker.onPlan(
        SECRET,
        new PlanResult.Planned(
            List.of(
                new RotationRequests.BindingPlan(
                    "b1", SHOP, Optional.empty(), List.of(), Optional.empty(), "No such file."))));

    BindingPlan plan = plan("dir://shop-db", "").response().getBindings(0);

    assertThat(plan.hasSecretVersion()).isFalse();
    assertThat(plan.getVerdict()).isEmpty();
    assertThat(plan.getDetail()).isEqualTo("No such file.");
  }

  static List<TestResult> verdicts() {
    return List.of(
        new TestResult.Passed("m"),
        new TestResult.Refused("m"),
        new TestResult.NotPermitted("m"),
        new TestResult.Misconfigured("PGHOST", "m"),
        new TestResult.Unreachable("m"),
        new TestResult.TimedOut("m"),
        new TestResult.Unsupported("m"));
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void everyVerdictHasItsWord(TestResult result) {
    worker.onPlan(
        SECRET, new PlanResult.Planned(List.of(planned(List.of("K"), Optional.of(result)))));

    String word = plan("dir://shop-db", "").response().getBindings(0).getVerdict();

    assertThat(word.replace("_", "")).isEqualToIgnoringCase(result.getClass().getSimpleName());
  }

  @Test
  void replayNamesTheNewRotation() {
    worker.onReplayRotation("r1", new ReplayResult.Accepted(new Asked("r9", SHOP, false)));

    assertThat(replay("r1").response().getRotation())
        .isEqualTo(AskedRotation.newBuilder().setRotationId("r9").setDataSource("shop").build());
    assertThat(worker.calls())
        .containsExactly(new Call("replayRotation", "blue", "r1", Optional.empty(), "client/ci"));
  }

  @Test
  void replayThatCannotBeDoneSaysWhatToDo() {
    worker.onReplayRotation("open", new ReplayResult.StillOpen(Name.PREPARED));
    worker.onReplayRotation("orphan", new ReplayResult.BindingGone("blue/shop<-dir://shop-db"));
    worker.onReplayRotation(
        "written", new ReplayResult.WrittenByClient(SecretRef.managed("blue", "DB_PASSWORD")));

    assertThat(replay("unknown").status())
        .returns(Status.Code.NOT_FOUND, Status::getCode)
        .returns("id: there is no such rotation", Status::getDescription);
    assertThat(replay("open").status())
        .returns(Status.Code.FAILED_PRECONDITION, Status::getCode)
        .returns(
            "id: the rotation is still PREPARED; replay it when it has ended",
            Status::getDescription);
    assertThat(replay("orphan").status())
        .returns(Status.Code.FAILED_PRECONDITION, Status::getCode)
        .returns(
            "id: the configuration has no binding blue/shop<-dir://shop-db any more;"
                + " put it back, or trigger the secret of another binding",
            Status::getDescription);
    assertThat(replay("written").status())
        .returns(Status.Code.FAILED_PRECONDITION, Status::getCode)
        .returns(
            "id: a client wrote the value of managed://blue/DB_PASSWORD, so that no store has it to"
                + " be read again; to rotate once more, write the secret again",
            Status::getDescription);
  }

  @Test
  void replayedEventNamesTheRotationsOfTheEnvironmentAndCountsTheOthers() {
    worker.onReplayEvent(
        "q1",
        new EventReplayResult.Accepted(
            SECRET, List.of(new Asked("r1", SHOP, false), new Asked("r2", FOREIGN, false))));

    assertThat(replayEvent("q1").response())
        .isEqualTo(
            ReplayEventResponse.newBuilder()
                .setSecret("dir://shop-db")
                .addRotations(AskedRotation.newBuilder().setRotationId("r1").setDataSource("shop"))
                .setElsewhere(1)
                .build());
    assertThat(worker.calls())
        .containsExactly(new Call("replayEvent", "", "q1", Optional.empty(), "client/ci"));
  }

  @Test
  void eventThatCannotBeReplayedSaysWhy() {
    worker.onReplayEvent("q1", new EventReplayResult.StillUndecodable("no JSON"));

    assertThat(replayEvent("unknown").status())
        .returns(Status.Code.NOT_FOUND, Status::getCode)
        .returns("id: there is no such event in quarantine", Status::getDescription);
    assertThat(replayEvent("q1").status())
        .returns(Status.Code.FAILED_PRECONDITION, Status::getCode)
        .returns(
            "id: the event stays in quarantine, because it still cannot be decoded: no JSON;"
                + " if you know its secret, trigger that",
            Status::getDescription);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void missingIdIsRefused(String id) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> replay(id))
        .withMessage("id: is required");
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> replayEvent(id))
        .withMessage("id: is required");
  }

  private Recorded<TriggerRotationResponse> trigger(String secret, String dataSource) {
    return Recorded.call(
        "blue",
        caller ->
            requests.trigger(
                TriggerRotationRequest.newBuilder()
                    .setSecret(secret)
                    .setDataSource(dataSource)
                    .build(),
                caller));
  }

  private Recorded<PlanRotationResponse> plan(String secret, String dataSource) {
    return Recorded.call(
        "blue",
        caller ->
            requests.plan(
                PlanRotationRequest.newBuilder()
                    .setSecret(secret)
                    .setDataSource(dataSource)
                    .build(),
                caller));
  }

  private Recorded<ReplayRotationResponse> replay(String id) {
    return Recorded.call(
        "blue",
        caller ->
            requests.replayRotation(ReplayRotationRequest.newBuilder().setId(id).build(), caller));
  }

  private Recorded<ReplayEventResponse> replayEvent(String id) {
    return Recorded.call(
        "blue",
        caller -> requests.replayEvent(ReplayEventRequest.newBuilder().setId(id).build(), caller));
  }

  private static RotationRequests.BindingPlan planned(
      List<String> keys, Optional<TestResult> result) {
    return new RotationRequests.BindingPlan(
        "blue/shop<-dir://shop-db",
        SHOP,
        Optional.of(new SecretVersion("v7")),
        keys,
        result,
        "It would.");
  }
}
