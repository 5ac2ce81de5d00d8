package dev.rekey.client;

import static com.chalk.server.v1.IntegrationsServiceGrpc.getDeleteIntegrationMethod;
import static com.chalk.server.v1.IntegrationsServiceGrpc.getGetIntegrationByNameMethod;
import static com.chalk.server.v1.IntegrationsServiceGrpc.getGetIntegrationMethod;
import static com.chalk.server.v1.IntegrationsServiceGrpc.getGetIntegrationValueMethod;
import static com.chalk.server.v1.IntegrationsServiceGrpc.getInsertIntegrationMethod;
import static com.chalk.server.v1.IntegrationsServiceGrpc.getListIntegrationsMethod;
import static com.chalk.server.v1.IntegrationsServiceGrpc.getTestIntegrationMethod;
import static com.chalk.server.v1.IntegrationsServiceGrpc.getUpdateIntegrationMethod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.chalk.server.v1.DeleteIntegrationRequest;
import com.chalk.server.v1.DeleteIntegrationResponse;
import com.chalk.server.v1.GetIntegrationByNameRequest;
import com.chalk.server.v1.GetIntegrationByNameResponse;
import com.chalk.server.v1.GetIntegrationResponse;
import com.chalk.server.v1.GetIntegrationValueRequest;
import com.chalk.server.v1.GetIntegrationValueResponse;
import com.chalk.server.v1.InsertIntegrationRequest;
import com.chalk.server.v1.InsertIntegrationResponse;
import com.chalk.server.v1.Integration;
import com.chalk.server.v1.IntegrationConfigValue;
import com.chalk.server.v1.IntegrationWithSecrets;
import com.chalk.server.v1.ListIntegrationsResponse;
import com.chalk.server.v1.SecretValue;
import com.chalk.server.v1.SecretWithValue;
import com.chalk.server.v1.TestIntegrationRequest;
import com.chalk.server.v1.TestIntegrationResponse;
import com.chalk.server.v1.UpdateIntegrationRequest;
import com.chalk.server.v1.UpdateIntegrationResponse;
import com.google.protobuf.Timestamp;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatasourcesTest {
  private static final Integration WIRE =
      Integration.newBuilder()
          .setId("id-1")
          .setName("my_postgres_source")
          .setKind(com.chalk.server.v1.IntegrationKind.INTEGRATION_KIND_POSTGRESQL)
          .setEnvironmentId("production")
          .setCreatedAt(Timestamp.newBuilder().setSeconds(10).setNanos(5))
          .setUpdatedAt(Timestamp.newBuilder().setSeconds(20))
          .build();
  private static final Datasource SOURCE =
      new Datasource(
          "id-1",
          "my_postgres_source",
          IntegrationKind.POSTGRESQL,
          "production",
          Instant.ofEpochSecond(10, 5),
          Instant.ofEpochSecond(20),
          List.of());

  @Test
  void listHasEveryField() {
    Object listed =
        with(
            getListIntegrationsMethod(),
            request -> ListIntegrationsResponse.newBuilder().addIntegrations(WIRE).build(),
            datasources -> datasources.list());

    assertThat(listed).isEqualTo(List.of(SOURCE));
  }

  @Test
  void createSendsKindNameAndLiterals() {
    var seen = new AtomicReference<InsertIntegrationRequest>();
    Datasource created =
        with(
            getInsertIntegrationMethod(),
            request -> {
              seen.set(request);
              return InsertIntegrationResponse.newBuilder().setIntegration(WIRE).build();
            },
            datasources ->
                datasources.create("postgresql", "my_postgres_source", Map.of("PGPORT", " 5432")));

    assertThat(created).isEqualTo(SOURCE);
    assertThat(seen.get())
        .isEqualTo(
            InsertIntegrationRequest.newBuilder()
                .setName("my_postgres_source")
                .setIntegrationKind(com.chalk.server.v1.IntegrationKind.INTEGRATION_KIND_POSTGRESQL)
                .putConfig("PGPORT", literal(" 5432"))
                .build());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
  void everyKindHasItsNumberOnTheWire(IntegrationKind kind) {
    var seen = new AtomicReference<InsertIntegrationRequest>();
    with(
        getInsertIntegrationMethod(),
        request -> {
          seen.set(request);
          return InsertIntegrationResponse.newBuilder().setIntegration(WIRE).build();
        },
        datasources -> datasources.create(kind, "any", Map.of()));

    assertThat(seen.get().getIntegrationKind().name()).isEqualTo("INTEGRATION_KIND_" + kind);
  }

  @Test
  void unknownKindIsRefusedAndTheKnownOnesAreNamed() {
    try (var api = FakeApi.start();
        var client = api.client().build()) {
      assertThatExceptionOfType(InvalidArgumentException.class)
          .isThrownBy(() -> client.datasources().create("ORACLE", "any", Map.of()))
          .withMessageContainingAll("ATHENA", "POSTGRESQL", "TRINO");
      assertThat(api.exchanges()).isZero();
    }
  }

  @Test
  void getGivesTheDatasource() {
    Datasource got = with(getGetIntegrationMethod(), request -> stored(), d -> d.get("id-1"));

    assertThat(got).isEqualTo(SOURCE);
  }

  @Test
  void getOfAnUnknownIdIsNotFound() {
    with(
        getGetIntegrationMethod(),
        request -> GetIntegrationResponse.getDefaultInstance(),
        datasources -> {
          assertThatExceptionOfType(NotFoundException.class)
              .isThrownBy(() -> datasources.get("id-2"));
          return "";
        });
  }

  @Test
  void configHasTheDisclosedKeysWithTheirTimes() {
    Object keys = with(getGetIntegrationMethod(), request -> stored(), d -> d.config("id-1"));

    assertThat(keys)
        .isEqualTo(List.of(new ConfigKey("PGHOST", "db.example.com", Instant.ofEpochSecond(7))));
  }

  @Test
  void valueIsOfOneKeyAndEmptyWhenThereIsNone() {
    Function<GetIntegrationValueRequest, GetIntegrationValueResponse> answer =
        request ->
            request.getSecretName().equals("PGPASSWORD")
                ? GetIntegrationValueResponse.newBuilder()
                    .setSecretvalue(SecretValue.newBuilder().setName("PGPASSWORD").setValue("p"))
                    .build()
                : GetIntegrationValueResponse.getDefaultInstance();

    var known = with(getGetIntegrationValueMethod(), answer, d -> d.value("id-1", "PGPASSWORD"));
    var unknown = with(getGetIntegrationValueMethod(), answer, d -> d.value("id-1", "PGX"));

    assertThat(known).contains("p");
    assertThat(unknown).isEmpty();
  }

  @Test
  void findIsByNameAndEmptyWhenThereIsNone() {
    Function<GetIntegrationByNameRequest, GetIntegrationByNameResponse> answer =
        request ->
            request.getIntegrationName().equals(WIRE.getName())
                ? GetIntegrationByNameResponse.newBuilder().setIntegration(WIRE).build()
                : GetIntegrationByNameResponse.getDefaultInstance();

    var known = with(getGetIntegrationByNameMethod(), answer, d -> d.find(WIRE.getName()));
    var unknown = with(getGetIntegrationByNameMethod(), answer, d -> d.find("other"));

    assertThat(known).contains(SOURCE);
    assertThat(unknown).isEmpty();
  }

  @Test
  void testIsByIdAloneAndTellsWhatHappened() {
    var seen = new AtomicReference<TestIntegrationRequest>();
    TestOutcome outcome =
        with(
            getTestIntegrationMethod(),
            request -> {
              seen.set(request);
              return TestIntegrationResponse.newBuilder()
                  .setMessage("refused")
                  .setLatencySeconds(0.25)
                  .build();
            },
            datasources -> datasources.test("id-1"));

    assertThat(outcome).isEqualTo(new TestOutcome(false, "refused", Duration.ofMillis(250)));
    assertThat(seen.get())
        .isEqualTo(TestIntegrationRequest.newBuilder().setIntegrationId("id-1").build());
  }

  @Test
  void updateWithoutANameKeepsTheName() {
    assertThat(updated(d -> d.update("id-1", Map.of("PGHOST", "other"))))
        .isEqualTo(
            UpdateIntegrationRequest.newBuilder()
                .setIntegrationId("id-1")
                .putConfig("PGHOST", literal("other"))
                .build());
  }

  @Test
  void updateWithANameSendsIt() {
    assertThat(updated(d -> d.update("id-1", Map.of(), "renamed")))
        .isEqualTo(
            UpdateIntegrationRequest.newBuilder()
                .setIntegrationId("id-1")
                .setName("renamed")
                .build());
  }

  @Test
  void deleteSendsTheId() {
    var seen = new AtomicReference<DeleteIntegrationRequest>();
    with(
        getDeleteIntegrationMethod(),
        request -> {
          seen.set(request);
          return DeleteIntegrationResponse.getDefaultInstance();
        },
        datasources -> {
          datasources.delete("id-1");
          return "";
        });

    assertThat(seen.get().getId()).isEqualTo("id-1");
  }

  private static UpdateIntegrationRequest updated(Function<Datasources, Datasource> call) {
    var seen = new AtomicReference<UpdateIntegrationRequest>();
    with(
        getUpdateIntegrationMethod(),
        request -> {
          seen.set(request);
          return UpdateIntegrationResponse.newBuilder().setIntegration(WIRE).build();
        },
        call);
    return seen.get();
  }

  private static <Q, R, T> T with(
      MethodDescriptor<Q, R> method, Function<Q, R> answer, Function<Datasources, T> call) {
    try (var api = FakeApi.answering(method, answer);
        var client = api.client().build()) {
      return call.apply(client.datasources());
    }
  }

  private static GetIntegrationResponse stored() {
    return GetIntegrationResponse.newBuilder()
        .setIntegrationWithSecrets(
            IntegrationWithSecrets.newBuilder()
                .setIntegration(WIRE)
                .addSecrets(
                    SecretWithValue.newBuilder()
                        .setName("PGHOST")
                        .setValue("db.example.com")
                        .setUpdatedAt(Timestamp.newBuilder().setSeconds(7))))
        .build();
  }

  private static IntegrationConfigValue literal(String value) {
    return IntegrationConfigValue.newBuilder().setLiteral(value).build();
  }
}
