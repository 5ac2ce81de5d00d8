package dev.rekey.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.Connector;
import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Actor;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.EnvironmentSecret;
import dev.rekey.datasource.EnvironmentSecrets.Held;
import dev.rekey.datasource.Kind;
import dev.rekey.datasource.TestReport;
import dev.rekey.datasource.TestRequest;
import dev.rekey.datasource.UpdateResult;
import dev.rekey.secret.Secret;
import dev.rekey.testing.Eventually;
import dev.rekey.testing.RotationRig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A value that several data sources have by the id of one secret is rotated for all of them. */
class SharedSecretRotationTest {
  private static final Actor PERSON = Actor.client("person");
  private static final DataSourceRef SIBLING = new DataSourceRef("default", "sibling");
  private static final Map<String, String> CONFIG =
      Map.of("PGHOST", "h", "PGDATABASE", "rotated", "PGUSER", "u", "PGPASSWORD", "old");

  @TempDir private Path folder;

  /** What was logged in with, and to which database. */
  private final List<String> logins = new CopyOnWriteArrayList<>();

  private RotationRig rig;
  private RotationRecord first;
  private EnvironmentSecret shared;

  /** Both data sources refer to a secret whose value is "old". */
  private RotationRig start(Connector server) {
    rig = new RotationRig(folder, Kind.POSTGRESQL, server, CONFIG, Map.of("PGPASSWORD", "old"));
    first = rig.ended();
    shared = rig.vault().put("default", "DB_PASSWORD", Optional.empty(), Secret.of("old"), PERSON);
    ConfigValue reference = new ConfigValue.Reference(shared.id());
    String id = rig.registry().find(rig.dataSource()).orElseThrow().dataSource().id();
    assertThat(
            rig.registry()
                .update("default", id, Optional.empty(), Map.of("PGPASSWORD", reference), PERSON))
        .isInstanceOf(UpdateResult.Updated.class);
    Object _ =
        rig.registry()
            .create(
                SIBLING,
                Kind.POSTGRESQL,
                Map.of(
                    "PGHOST", literal("h"),
                    "PGDATABASE", literal("sibling"),
                    "PGUSER", literal("u"),
                    "PGPASSWORD", reference),
                PERSON);
    return rig;
  }

  private static ConfigValue literal(String value) {
    return new ConfigValue.Literal(Secret.of(value));
  }

  private TestResult login(Map<String, Secret> config, List<String> refused) {
    String login = text(config.get("PGDATABASE")) + "/" + text(config.get("PGPASSWORD"));
    logins.add(login);
    return refused.contains(login)
        ? new TestResult.Refused("h refused the login")
        : new TestResult.Passed("connected");
  }

  private static String text(Secret value) {
    return new String(value.reveal(), StandardCharsets.UTF_8);
  }

  private Connector refusing(String... logins) {
    return (Map<String, Secret> config, Duration deadline) -> login(config, List.of(logins));
  }

  private RotationRecord write(String value) {
    rig.vault().put("default", "DB_PASSWORD", Optional.empty(), Secret.of(value), PERSON);
    return rig.endedAfter(first);
  }

  private Optional<Secret> value() {
    return rig.vault().find("default", shared.id()).map(Held::value);
  }

  @Test
  void theSecretIsMovedAndEveryDataSourceThatRefersToItIsTested() {
    try (RotationRig started = start(refusing())) {
      started.rotate(Map.of("PGPASSWORD", "new"));

      assertThat(started.endedAfter(first).state()).isEqualTo(RotationState.Name.COMMITTED);
      assertThat(value()).contains(Secret.of("new"));
      assertThat(logins).contains("rotated/new", "sibling/new");
      assertThat(started.registry().find(started.dataSource()).orElseThrow().config())
          .hasEntrySatisfying(
              "PGPASSWORD",
              entry -> assertThat(entry.value()).isEqualTo(new ConfigValue.Reference(shared.id())));
    }
  }

  @Test
  void whatOneOfThemRefusesIsRolledBackForAll() {
    try (RotationRig started = start(refusing("sibling/new"))) {
      started.rotate(Map.of("PGPASSWORD", "new"));

      RotationRecord ended = started.endedAfter(first);
      assertThat(ended.state()).isEqualTo(RotationState.Name.ROLLED_BACK);
      assertThat(ended.detail()).contains("sibling");
      assertThat(value()).contains(Secret.of("old"));
    }
  }

  @Test
  void whatAClientWritesIsTestedWithEveryDataSourceThatRefersToIt() {
    try (RotationRig _ = start(refusing())) {
      RotationRecord ended = write("new");

      assertThat(ended.state()).isEqualTo(RotationState.Name.COMMITTED);
      assertThat(ended.secret()).hasToString("managed://default/DB_PASSWORD");
      assertThat(ended.keys()).containsExactly("PGPASSWORD");
      assertThat(value()).contains(Secret.of("new"));
      assertThat(logins).contains("rotated/new", "sibling/new");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rotated/new", "sibling/new"})
  void whatAClientWritesIsRolledBackWhenOneOfThemRefusesIt(String login) {
    try (RotationRig _ = start(refusing(login))) {
      RotationRecord ended = write("new");

      assertThat(ended.state()).isEqualTo(RotationState.Name.ROLLED_BACK);
      assertThat(ended.detail()).contains("refused the login").doesNotContain("old");
      assertThat(value()).contains(Secret.of("old"));
      assertThat(logins).contains("rotated/old", "sibling/old");
    }
  }

  @Test
  void whatAClientWritesStaysWhenNothingAnswers() {
    try (RotationRig _ =
        start(
            (config, _) ->
                text(config.get("PGPASSWORD")).equals("new")
                    ? new TestResult.Unreachable("nothing answers at h")
                    : login(config, List.of()))) {
      RotationRecord ended = write("new");

      assertThat(ended.state()).isEqualTo(RotationState.Name.FAILED);
      assertThat(ended.detail()).contains("nothing answers at h", "left in place");
      assertThat(value()).contains(Secret.of("new"));
    }
  }

  @Test
  void referenceToASecretOfAnotherEnvironmentStandsForNothing() {
    try (RotationRig started = start(refusing())) {
      String theirs =
          started.vault().put("other", "DB", Optional.empty(), Secret.of("theirs"), PERSON).id();
      Map<String, ConfigValue> config =
          Map.of(
              "PGHOST", literal("h"),
              "PGDATABASE", literal("thief"),
              "PGUSER", literal("u"),
              "PGPASSWORD", new ConfigValue.Reference(theirs));

      Optional<TestResult> result =
          started
              .registry()
              .test(new TestRequest.Unsaved("default", Kind.POSTGRESQL, config))
              .map(TestReport::result);

      assertThat(result).containsInstanceOf(TestResult.Misconfigured.class);
      assertThat(logins).noneMatch(login -> login.startsWith("thief/"));
    }
  }

  @Test
  void ofTwoValuesInARowTheNewerOneIsJudgedAndStays() {
    try (RotationRig started = start(refusing("rotated/typo"))) {
      started.vault().put("default", "DB_PASSWORD", Optional.empty(), Secret.of("typo"), PERSON);

      started.vault().put("default", "DB_PASSWORD", Optional.empty(), Secret.of("new"), PERSON);

      Eventually.get(
          Duration.ofSeconds(30),
          () -> "logins: " + logins,
          () -> logins.contains("sibling/new") ? Optional.of(true) : Optional.empty());
      assertThat(value()).contains(Secret.of("new"));
    }
  }
}
