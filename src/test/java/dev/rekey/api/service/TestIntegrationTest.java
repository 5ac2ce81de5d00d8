package dev.rekey.api.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.chalk.server.v1.IntegrationConfigValue;
import com.chalk.server.v1.IntegrationKind;
import com.chalk.server.v1.TestIntegrationRequest;
import com.chalk.server.v1.TestIntegrationResponse;
import dev.rekey.api.access.Caller;
import dev.rekey.api.access.Permission;
import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Actor;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.CreateResult;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.InMemoryDataSources;
import dev.rekey.datasource.InMemoryEnvironmentSecrets;
import dev.rekey.datasource.InMemoryPermissionTags;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.datasource.Kind;
import dev.rekey.secret.Secret;
import dev.rekey.testing.ManualClock;
import io.grpc.Status;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TestIntegrationTest {
  private static final Actor SOMEONE = Actor.client("someone");

  private final Map<String, Secret> tested = new HashMap<>();
  private TestResult result = new TestResult.Passed("connected");
  private final InMemoryDataSources dataSources =
      new InMemoryDataSources(
          new ManualClock(Instant.EPOCH),
          DataSourceRules.DEFAULT,
          kind ->
              (config, deadline) -> {
                tested.putAll(config);
                return result;
              });
  private final Set<DataSourceRef> answering = new HashSet<>();
  private final Integrations service =
      new Integrations(
          dataSources,
          DataSourceRules.DEFAULT,
          new InMemoryEnvironmentSecrets(InstantSource.fixed(Instant.EPOCH), dataSources),
          new InMemoryPermissionTags(InstantSource.fixed(Instant.EPOCH)),
          answering::addAll);

  // Test by id only
  @Test
  void savedDataSourceIsTestedWithItsSavedConfig() {
    String id = create(Map.of("PGHOST", "saved", "PGPASSWORD", "hunter2"));

    TestIntegrationResponse response =
        test(TestIntegrationRequest.newBuilder().setIntegrationId(id)).response();

    assertThat(response.getKind()).isEqualTo("postgresql");
    assertThat(response.getSuccess()).isTrue();
    assertThat(response.getMessage()).isEqualTo("connected");
    assertThat(response.getLatencySeconds()).isEqualTo(0.005);
    assertThat(tested)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("PGHOST", Secret.of("saved"), "PGPASSWORD", Secret.of("hunter2")));
  }

  // Test semantics
  @Test
  void whatIsSeenToAnswerAsItIsLetsGoOnWhatWaitsForIt() {
    String id = create(Map.of("PGHOST", "saved", "PGPASSWORD", "hunter2"));
    result = new TestResult.Unreachable("away");
    var _ = test(TestIntegrationRequest.newBuilder().setIntegrationId(id));
    result = new TestResult.Passed("connected");
    var _ =
        test(
            TestIntegrationRequest.newBuilder()
                .setIntegrationId(id)
                .putConfig("PGPASSWORD", literal("candidate")));
    assertThat(answering).isEmpty();

    var _ = test(TestIntegrationRequest.newBuilder().setIntegrationId(id));

    assertThat(answering)
        .containsExactly(dataSources.find("blue", id).orElseThrow().dataSource().ref());
  }

  @Test
  void configIsTestedWithoutBeingSaved() {
    TestIntegrationResponse response =
        test(TestIntegrationRequest.newBuilder()
                .setKind(IntegrationKind.INTEGRATION_KIND_MYSQL)
                .putConfig("MYSQL_HOST", literal("given")))
            .response();

    assertThat(response.getKind()).isEqualTo("mysql");
    assertThat(tested).containsExactly(Map.entry("MYSQL_HOST", Secret.of("given")));
    assertThat(dataSources.list("blue")).isEmpty();
  }

  // Test semantics
  @Test
  void givenConfigWinsOverTheSavedOneAndIsNotSaved() {
    String id = create(Map.of("PGHOST", "saved", "PGPASSWORD", "hunter2"));

    test(
        TestIntegrationRequest.newBuilder()
            .setIntegrationId(id)
            .setKind(IntegrationKind.INTEGRATION_KIND_POSTGRESQL)
            .putConfig("PGPASSWORD", literal("candidate")));

    assertThat(tested)
        .containsEntry("PGHOST", Secret.of("saved"))
        .containsEntry("PGPASSWORD", Secret.of("candidate"));
    assertThat(dataSources.find("blue", id).orElseThrow().config().get("PGPASSWORD").value())
        .isEqualTo(new ConfigValue.Literal(Secret.of("hunter2")));
  }

  static List<TestResult> failures() {
    return List.of(
        new TestResult.Refused("why"),
        new TestResult.NotPermitted("why"),
        new TestResult.Misconfigured("PGHOST", "why"),
        new TestResult.Unreachable("why"),
        new TestResult.TimedOut("why"),
        new TestResult.Unsupported("why"));
  }

  // Test failure
  @ParameterizedTest
  @MethodSource("failures")
  void testThatDoesNotPassIsAnAnswerAndNoError(TestResult failure) {
    result = failure;

    Recorded<TestIntegrationResponse> answer =
        test(TestIntegrationRequest.newBuilder().setIntegrationId(create(Map.of())));

    assertThat(answer.status().isOk()).isTrue();
    assertThat(answer.response().getSuccess()).isFalse();
    assertThat(answer.response().getMessage()).isEqualTo("why");
  }

  @Test
  void unknownIdIsNotFound() {
    assertThat(
            test(TestIntegrationRequest.newBuilder().setIntegrationId("no-such-id"))
                .status()
                .getCode())
        .isEqualTo(Status.Code.NOT_FOUND);
    assertThat(tested).isEmpty();
  }

  @Test
  void neitherIdNorKindIsRefused() {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> test(TestIntegrationRequest.newBuilder()))
        .returns("kind", InvalidFieldException::field);
  }

  @Test
  void anotherKindThanThatOfTheSavedDataSourceIsRefused() {
    String id = create(Map.of());

    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(
            () ->
                test(
                    TestIntegrationRequest.newBuilder()
                        .setIntegrationId(id)
                        .setKind(IntegrationKind.INTEGRATION_KIND_MYSQL)))
        .withMessage("kind: is not the kind of the data source");
    assertThat(tested).isEmpty();
  }

  @Test
  void savedValuesGoNowhereElseForAClientThatMayNotReadThem() {
    String id = create(Map.of("PGHOST", "saved", "PGPASSWORD", "hunter2"));
    Caller lister = new Caller("lister", "blue", EnumSet.of(Permission.SECRETS_LIST));

    Recorded<TestIntegrationResponse> elsewhere =
        test(
            lister,
            TestIntegrationRequest.newBuilder()
                .setIntegrationId(id)
                .putConfig("PGHOST", literal("elsewhere")));
    Recorded<TestIntegrationResponse> reference =
        test(
            lister,
            TestIntegrationRequest.newBuilder()
                .setKind(IntegrationKind.INTEGRATION_KIND_POSTGRESQL)
                .putConfig("PGHOST", literal("elsewhere"))
                .putConfig(
                    "PGPASSWORD", IntegrationConfigValue.newBuilder().setSecretId("some").build()));

    assertThat(List.of(elsewhere, reference))
        .allSatisfy(
            answer -> {
              assertThat(answer.status().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
              assertThat(answer.status().getDescription()).contains("config", "secrets.decrypt");
            });
    assertThat(tested).isEmpty();
    assertThat(
            test(lister, TestIntegrationRequest.newBuilder().setIntegrationId(id))
                .response()
                .getSuccess())
        .isTrue();
  }

  private String create(Map<String, String> config) {
    Map<String, ConfigValue> values = new HashMap<>();
    config.forEach((key, value) -> values.put(key, new ConfigValue.Literal(Secret.of(value))));
    CreateResult created =
        dataSources.create(new DataSourceRef("blue", "shop"), Kind.POSTGRESQL, values, SOMEONE);
    return ((CreateResult.Created) created).dataSource().id();
  }

  private Recorded<TestIntegrationResponse> test(TestIntegrationRequest.Builder request) {
    return Recorded.call("blue", caller -> service.testIntegration(request.build(), caller));
  }

  private Recorded<TestIntegrationResponse> test(
      Caller who, TestIntegrationRequest.Builder request) {
    return Recorded.call(who, caller -> service.testIntegration(request.build(), caller));
  }

  private static IntegrationConfigValue literal(String value) {
    return IntegrationConfigValue.newBuilder().setLiteral(value).build();
  }
}
