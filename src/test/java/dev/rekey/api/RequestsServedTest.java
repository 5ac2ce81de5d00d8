package dev.rekey.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.api.v1.AskedRotation;
import dev.rekey.api.v1.BindingPlan;
import dev.rekey.api.v1.PlanRotationRequest;
import dev.rekey.api.v1.ReplayEventRequest;
import dev.rekey.api.v1.ReplayRotationRequest;
import dev.rekey.api.v1.RotationsServiceGrpc.RotationsServiceBlockingStub;
import dev.rekey.api.v1.TriggerRotationRequest;
import dev.rekey.connector.TestResult;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.rotation.FakeRotationRequests.Call;
import dev.rekey.rotation.RotationRequests;
import dev.rekey.rotation.RotationRequests.Asked;
import dev.rekey.rotation.RotationRequests.EventReplayResult;
import dev.rekey.rotation.RotationRequests.PlanResult;
import dev.rekey.rotation.RotationRequests.ReplayResult;
import dev.rekey.rotation.RotationRequests.TriggerResult;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people may ask of the worker, over gRPC and with curl. */
@QuarkusTest
@TestProfile(ServedApiProfile.class)
class RequestsServedTest {
  private static final SecretRef SECRET = SecretRef.directory("served");
  private static final DataSourceRef SHOP = new DataSourceRef("green", "shop");

  private ServedApi api;

  @BeforeEach
  void openClients() {
    api = new ServedApi();
  }

  @AfterEach
  void closeClients() {
    api.close();
  }

  @Test
  void triggerIsPassedOnInTheNameOfTheClient() {
    ServedApiWiring.REQUESTS.onTrigger(
        SECRET, new TriggerResult.Accepted(List.of(new Asked("r1", SHOP, true))));
    RotationsServiceBlockingStub rotations = api.rotations("green-only", "green");

    List<AskedRotation> asked =
        rotations
            .triggerRotation(
                TriggerRotationRequest.newBuilder()
                    .setSecret("dir://served")
                    .setDataSource("shop")
                    .build())
            .getRotationsList();

    assertThat(asked)
        .containsExactly(
            AskedRotation.newBuilder()
                .setRotationId("r1")
                .setDataSource("shop")
                .setJoined(true)
                .build());
    assertThat(ServedApiWiring.REQUESTS.calls())
        .contains(
            new Call("trigger", "green", "dir://served", Optional.of("shop"), "client/green-only"));
  }

  @Test
  void planNamesKeysAndNoValue() {
    ServedApiWiring.REQUESTS.onPlan(
        SECRET,
        new PlanResult.Planned(
            List.of(
                new RotationRequests.BindingPlan(
                    "b1",
                    SHOP,
                    Optional.of(new SecretVersion("v7")),
                    List.of("PGPASSWORD"),
                    Optional.of(new TestResult.Refused("db.example refused the password")),
                    "PGPASSWORD would change."))));

    List<BindingPlan> plans =
        api.rotations("green-only", "green")
            .planRotation(PlanRotationRequest.newBuilder().setSecret("dir://served").build())
            .getBindingsList();

    assertThat(plans)
        .containsExactly(
            BindingPlan.newBuilder()
                .setBindingId("b1")
                .setDataSource("shop")
                .setSecretVersion("v7")
                .addChangedKeys("PGPASSWORD")
                .setVerdict("refused")
                .setMessage("db.example refused the password")
                .setDetail("PGPASSWORD would change.")
                .build());
  }

  @Test
  void rotationsAndEventsAreReplayed() {
    ServedApiWiring.REQUESTS.onReplayRotation(
        "r7", new ReplayResult.Accepted(new Asked("r8", SHOP, false)));
    ServedApiWiring.REQUESTS.onReplayEvent(
        "q7", new EventReplayResult.Accepted(SECRET, List.of(new Asked("r9", SHOP, false))));
    RotationsServiceBlockingStub rotations = api.rotations("green-only", "green");

    assertThat(
            rotations
                .replayRotation(ReplayRotationRequest.newBuilder().setId("r7").build())
                .getRotation()
                .getRotationId())
        .isEqualTo("r8");
    assertThat(
            rotations
                .replayEvent(ReplayEventRequest.newBuilder().setId("q7").build())
                .getRotationsList())
        .extracting(AskedRotation::getRotationId)
        .containsExactly("r9");
  }

  @Test
  void curlMayAskTheSame() {
    ServedApiWiring.REQUESTS.onTrigger(
        SECRET, new TriggerResult.Accepted(List.of(new Asked("r1", SHOP, false))));

    HttpResponse<String> answer =
        api.send(
            api.request(
                    "/rekey.v1.RotationsService/TriggerRotation",
                    "application/json",
                    "green-only",
                    "green")
                .POST(BodyPublishers.ofString("{\"secret\": \"dir://served\"}")));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(new JsonObject(answer.body()))
        .isEqualTo(
            new JsonObject(
                "{\"rotations\": [{\"rotationId\": \"r1\", \"dataSource\": \"shop\"}]}"));
  }
}
