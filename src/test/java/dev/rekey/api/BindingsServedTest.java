package dev.rekey.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.chalk.server.v1.InsertIntegrationRequest;
import com.chalk.server.v1.IntegrationConfigValue;
import com.chalk.server.v1.IntegrationKind;
import dev.rekey.api.v1.ApplyBindingRequest;
import dev.rekey.api.v1.ApplyOutcome;
import dev.rekey.api.v1.Binding;
import dev.rekey.api.v1.BindingOrigin;
import dev.rekey.api.v1.BindingSpec;
import dev.rekey.api.v1.BindingsServiceGrpc;
import dev.rekey.api.v1.BindingsServiceGrpc.BindingsServiceBlockingStub;
import dev.rekey.api.v1.CheckBindingRequest;
import dev.rekey.api.v1.CheckBindingResponse;
import dev.rekey.api.v1.DeleteBindingRequest;
import dev.rekey.api.v1.FailureAction;
import dev.rekey.api.v1.GetRotationRequest;
import dev.rekey.api.v1.ListBindingsRequest;
import dev.rekey.api.v1.OnFailure;
import dev.rekey.datasource.CallLog;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bindings that are made over the API. */
@QuarkusTest
@TestProfile(ServedApiProfile.class)
class BindingsServedTest {
  private static final BindingSpec WANTED =
      BindingSpec.newBuilder()
          .setSecret("dir://bound")
          .setDataSource("bound_source")
          .putKeys("PGPASSWORD", "/password")
          .setSettleWindowMillis(1500)
          .setPreflight(true)
          .setOnFailure(OnFailure.newBuilder().setPreviousWorks(FailureAction.FAILURE_ACTION_KEEP))
          .build();

  private ServedApi api;
  private BindingsServiceBlockingStub blue;
  private BindingsServiceBlockingStub green;

  @BeforeEach
  void makeADataSource() {
    api = new ServedApi();
    blue = bindings("blue-only", "blue");
    green = bindings("green-only", "green");
    if (ServedApiWiring.DATA_SOURCES.delegate().list("blue").stream()
        .noneMatch(each -> each.name().equals("bound_source"))) {
      create();
    }
  }

  private void create() {
    InsertIntegrationRequest.Builder request =
        InsertIntegrationRequest.newBuilder()
            .setName("bound_source")
            .setIntegrationKind(IntegrationKind.INTEGRATION_KIND_POSTGRESQL);
    for (String key : List.of("PGHOST", "PGDATABASE", "PGUSER")) {
      request.putConfig(key, IntegrationConfigValue.newBuilder().setLiteral("x").build());
    }
    api.integrations("blue-only", "blue").insertIntegration(request.build());
  }

  @AfterEach
  void closeClients() {
    for (Binding each : list("blue-only", "blue")) {
      blue.deleteBinding(
          DeleteBindingRequest.newBuilder()
              .setSecret(each.getSecret())
              .setDataSource(each.getDataSource())
              .build());
    }
    api.close();
  }

  private BindingsServiceBlockingStub bindings(String client, String environment) {
    return BindingsServiceGrpc.newBlockingStub(api.channel())
        .withInterceptors(
            MetadataUtils.newAttachHeadersInterceptor(api.headers(client, environment)));
  }

  private List<Binding> list(String client, String environment) {
    return api.rotations(client, environment)
        .listBindings(ListBindingsRequest.getDefaultInstance())
        .getBindingsList();
  }

  private static ApplyBindingRequest apply(BindingSpec wanted) {
    return ApplyBindingRequest.newBuilder().setBinding(wanted).build();
  }

  @Test
  void aBindingIsMadeOnceAndListedWithAllThatItSays() {
    var made = blue.applyBinding(apply(WANTED));
    var again = blue.applyBinding(apply(WANTED));

    assertThat(made.getOutcome()).isEqualTo(ApplyOutcome.APPLY_OUTCOME_CREATED);
    assertThat(again.getOutcome()).isEqualTo(ApplyOutcome.APPLY_OUTCOME_UNCHANGED);
    assertThat(again.getRotationId()).isEmpty();
    assertThat(
            api.rotations("blue-only", "blue")
                .getRotation(GetRotationRequest.newBuilder().setId(made.getRotationId()).build())
                .getRotation()
                .getCause())
        .isEqualTo("binding");
    assertThat(list("blue-only", "blue"))
        .singleElement()
        .returns(BindingOrigin.BINDING_ORIGIN_STORE, Binding::getOrigin)
        .returns(1500L, Binding::getSettleWindowMillis)
        .returns(true, Binding::getPreflight)
        .returns(WANTED.getKeysMap(), Binding::getKeysMap)
        .returns(
            OnFailure.newBuilder()
                .setPreviousWorks(FailureAction.FAILURE_ACTION_KEEP)
                .setPreviousRefused(FailureAction.FAILURE_ACTION_KEEP)
                .setUnreachable(FailureAction.FAILURE_ACTION_PARK)
                .build(),
            Binding::getOnFailure);
  }

  @Test
  void anotherEnvironmentSeesNothingOfItAndFindsNoDataSource() {
    blue.applyBinding(apply(WANTED));

    assertThat(list("green-only", "green")).isEmpty();
    assertRefused(
        () -> green.applyBinding(apply(WANTED)),
        Status.Code.FAILED_PRECONDITION,
        "data_source: there is no bound_source; create it first");
    assertRefused(
        () ->
            green.deleteBinding(
                DeleteBindingRequest.newBuilder()
                    .setSecret("dir://bound")
                    .setDataSource("bound_source")
                    .build()),
        Status.Code.NOT_FOUND,
        "secret: no binding of this environment names it for the data source");
    assertThat(green.checkBinding(CheckBindingRequest.newBuilder().setBinding(WANTED).build()))
        .returns("", CheckBindingResponse::getKind)
        .returns("data_source: there is no bound_source", CheckBindingResponse::getRefusal);
    assertThat(list("blue-only", "blue")).hasSize(1);
  }

  @Test
  void aCheckSaysWhetherItWouldDo() {
    CheckBindingResponse good =
        blue.checkBinding(CheckBindingRequest.newBuilder().setBinding(WANTED).build());
    CheckBindingResponse missing =
        blue.checkBinding(
            CheckBindingRequest.newBuilder()
                .setBinding(WANTED.toBuilder().setSecret("dir://missing"))
                .build());

    assertThat(good)
        .returns("", CheckBindingResponse::getRefusal)
        .returns("", CheckBindingResponse::getSecretProblem)
        .returns("POSTGRESQL", CheckBindingResponse::getKind)
        .returns(List.of("PGPASSWORD"), response -> List.copyOf(response.getKeysList()));
    assertThat(missing.getSecretProblem()).isEqualTo("There is no dir://missing.");
    assertThat(list("blue-only", "blue")).isEmpty();
  }

  @Test
  void fieldsThatAreWrongAreNamed() {
    BindingSpec.Builder wrong = WANTED.toBuilder();

    assertRefused(wrong.clone().setSecret("shop"), "secret: a secret reference starts with");
    assertRefused(wrong.clone().setDataSource(""), "data_source: is required");
    assertRefused(wrong.clone().setDataSource("a-b"), "data_source: may hold letters");
    assertRefused(wrong.clone().putKeys("PGUSER", "user"), "keys.PGUSER: is no JSON pointer");
    assertRefused(wrong.clone().putKeys("1", "/x"), "keys: has a key that is no variable name");
    assertRefused(wrong.clone().setSettleWindowMillis(-1), "settle_window: is from 0 to 600");
    assertRefused(
        wrong
            .clone()
            .setOnFailure(
                OnFailure.newBuilder().setPreviousWorks(FailureAction.FAILURE_ACTION_PARK)),
        "on_failure.previous_works: is none that can be chosen here");
  }

  private void assertRefused(BindingSpec.Builder wrong, String message) {
    assertRefused(
        () -> blue.applyBinding(apply(wrong.build())), Status.Code.INVALID_ARGUMENT, message);
  }

  private static void assertRefused(Runnable call, Status.Code code, String message) {
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(call::run)
        .satisfies(
            refused -> {
              assertThat(refused.getStatus().getCode()).isEqualTo(code);
              assertThat(refused.getStatus().getDescription()).startsWith(message);
            });
  }

  @Test
  void itNeedsThePermissionAndIsWrittenDown() {
    assertRefused(
        () -> bindings("lister", "blue").applyBinding(apply(WANTED)),
        Status.Code.PERMISSION_DENIED,
        "the client does not have the permission rotations.write");
    blue.applyBinding(apply(WANTED));

    assertThat(ServedApiWiring.CALLS.list("blue", Optional.of("blue-only"), 100))
        .extracting(CallLog.Recorded::call)
        .anySatisfy(
            call -> {
              assertThat(call.method()).isEqualTo("rekey.v1.BindingsService/ApplyBinding");
              assertThat(call.subject()).isEqualTo("dir://bound");
              assertThat(call.keys()).containsExactly("PGPASSWORD");
            });
  }

  @Test
  void curlMayAskTheSame() {
    var answer =
        api.send(
            api.request(
                    "/rekey.v1.BindingsService/ApplyBinding",
                    "application/json",
                    "blue-only",
                    "blue")
                .POST(
                    BodyPublishers.ofString(
                        """
                        {"binding": {"secret": "dir://bound", "dataSource": "bound_source",
                          "keys": {"PGPASSWORD": "/password"}, "settleWindowMillis": 1500}}\
                        """)));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("APPLY_OUTCOME_CREATED");
  }
}
