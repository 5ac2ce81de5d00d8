package dev.rekey.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekey.datasource.EnvironmentSecrets.Held;
import dev.rekey.datasource.EnvironmentSecrets.Removal;
import dev.rekey.secret.Secret;
import dev.rekey.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an environment has beside its data sources, by every implementation. */
public abstract class EnvironmentContract {
  private static final Instant START = Instant.parse("2026-11-23T10:15:30.123456Z");
  private static final Actor ACTOR = Actor.client("terraform");
  private static final DataSourceRef ORDERS = new DataSourceRef("prod", "orders");
  private static final Optional<SecretScope> NOTEBOOK =
      Optional.of(new SecretScope(SecretScope.Type.NOTEBOOK, Optional.of("n:1")));

  private final ManualClock clock = new ManualClock(START);
  private All all;

  /** All that belongs to an environment. */
  public record All(
      DataSources dataSources, EnvironmentSecrets secrets, PermissionTags tags, CallLog calls) {}

  /** Nothing in it. */
  protected abstract All empty(InstantSource clock);

  @BeforeEach
  final void begin() {
    all = empty(clock);
  }

  private EnvironmentSecret put(String name, String value) {
    return all.secrets().put("prod", name, Optional.empty(), Secret.of(value), ACTOR);
  }

  @Test
  void secretIsFoundByItsIdWithItsValue() {
    EnvironmentSecret put = put("DB_PASSWORD", "first");

    assertThat(put)
        .isEqualTo(new EnvironmentSecret(put.id(), "prod", "DB_PASSWORD", Optional.empty(), START));
    assertThat(all.secrets().find("prod", put.id())).contains(new Held(put, Secret.of("first")));
    assertThat(all.secrets().values("prod")).containsExactly(new Held(put, Secret.of("first")));
  }

  @Test
  void otherEnvironmentHasNoneOfIt() {
    EnvironmentSecret put = put("DB_PASSWORD", "first");

    assertThat(all.secrets().find("staging", put.id())).isEmpty();
    assertThat(all.secrets().list("staging")).isEmpty();
    assertThat(all.secrets().delete("staging", "DB_PASSWORD", Optional.empty(), ACTOR))
        .isEqualTo(new Removal.NotFound());
    assertThat(all.secrets().list("prod")).containsExactly(put);
  }

  @Test
  void anotherValueKeepsTheId() {
    EnvironmentSecret first = put("DB_PASSWORD", "first");
    clock.advance(Duration.ofMinutes(1));

    EnvironmentSecret second = put("DB_PASSWORD", "second");

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.updatedAt()).isEqualTo(START.plusSeconds(60));
    assertThat(all.secrets().find("prod", first.id()).map(Held::value))
        .contains(Secret.of("second"));
  }

  @Test
  void theSameValueIsNoChange() {
    EnvironmentSecret first = put("DB_PASSWORD", "first");
    clock.advance(Duration.ofMinutes(1));

    assertThat(put("DB_PASSWORD", "first")).isEqualTo(first);
  }

  @Test
  void scopesKeepOneNameApart() {
    EnvironmentSecret forAll = put("DB_PASSWORD", "first");

    EnvironmentSecret forOne =
        all.secrets().put("prod", "DB_PASSWORD", NOTEBOOK, Secret.of("second"), ACTOR);

    assertThat(all.secrets().list("prod")).containsExactlyInAnyOrder(forAll, forOne);
    assertThat(all.secrets().find("prod", forOne.id()).map(Held::secret)).contains(forOne);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1A", "a-b", "a,b", "größe"})
  void badNameIsRefusedBeforeAnythingChanges(String name) {
    assertThatThrownBy(() -> put(name, "canary"))
        .isInstanceOfSatisfying(
            InvalidFieldException.class, refused -> assertThat(refused.field()).isEqualTo("name"))
        .hasMessageNotContaining("canary");
    assertThat(all.secrets().list("prod")).isEmpty();
  }

  @Test
  void secretThatIsReferredToIsNotDeleted() {
    EnvironmentSecret put = put("DB_PASSWORD", "first");
    create(Map.of("PGPASSWORD", new ConfigValue.Reference(put.id())));

    assertThat(all.secrets().delete("prod", "DB_PASSWORD", Optional.empty(), ACTOR))
        .isEqualTo(new Removal.InUse(List.of("orders")));
    assertThat(all.secrets().list("prod")).containsExactly(put);
  }

  @Test
  void deletedSecretIsGone() {
    EnvironmentSecret put = put("DB_PASSWORD", "first");

    assertThat(all.secrets().delete("prod", "DB_PASSWORD", Optional.empty(), ACTOR))
        .isEqualTo(new Removal.Removed(put));
    assertThat(all.secrets().list("prod")).isEmpty();
  }

  @Test
  void configsOfAllDataSourcesComeAtOnce() {
    create(Map.of("PGPASSWORD", new ConfigValue.Literal(Secret.of("first"))));

    assertThat(all.dataSources().all("prod"))
        .containsExactly(all.dataSources().find(ORDERS).orElseThrow());
    assertThat(all.dataSources().all("staging")).isEmpty();
  }

  private void create(Map<String, ConfigValue> more) {
    Map<String, ConfigValue> config = new TreeMap<>(more);
    for (String key : List.of("PGHOST", "PGDATABASE", "PGUSER")) {
      config.put(key, new ConfigValue.Literal(Secret.of("x")));
    }
    CreateResult created = all.dataSources().create(ORDERS, Kind.POSTGRESQL, config, ACTOR);
    assertThat(created).isInstanceOf(CreateResult.Created.class);
  }

  @Test
  void tagsReplaceThoseBefore() {
    all.tags().put(ORDERS, Kind.POSTGRESQL, List.of("pii", "eu"), ACTOR);
    clock.advance(Duration.ofMinutes(1));

    all.tags().put(ORDERS, Kind.POSTGRESQL, List.of("eu"), ACTOR);

    PermissionTag expected =
        new PermissionTag(Kind.POSTGRESQL, "orders", List.of("eu"), START, START.plusSeconds(60));
    assertThat(all.tags().find("prod", Kind.POSTGRESQL, "orders")).contains(expected);
    assertThat(all.tags().list("prod")).containsExactly(expected);
    assertThat(all.tags().list("staging")).isEmpty();
  }

  @Test
  void noTagsAreTagsToo() {
    all.tags().put(ORDERS, Kind.POSTGRESQL, List.of(), ACTOR);

    assertThat(all.tags().find("prod", Kind.POSTGRESQL, "orders").map(PermissionTag::tags))
        .contains(List.of());
  }

  @Test
  void deletedTagsAreGoneAndMayBeDeletedAgain() {
    all.tags().put(ORDERS, Kind.POSTGRESQL, List.of("pii"), ACTOR);

    all.tags().delete(ORDERS, Kind.POSTGRESQL, ACTOR);
    all.tags().delete(ORDERS, Kind.POSTGRESQL, ACTOR);

    assertThat(all.tags().list("prod")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb"})
  void badTagIsRefused(String tag) {
    assertThatThrownBy(() -> all.tags().put(ORDERS, Kind.POSTGRESQL, List.of(tag), ACTOR))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("permission_tags: ");
    assertThat(all.tags().list("prod")).isEmpty();
  }

  @Test
  void callsOfAnEnvironmentAreListedNewestFirst() {
    CallLog.Call first = call("ci", "prod", List.of("PGHOST", "PGPASSWORD"));
    CallLog.Call second = call("notebook", "prod", List.of());
    for (CallLog.Call each : List.of(first, second, call("ci", "staging", List.of()))) {
      all.calls().add(each);
    }

    assertThat(all.calls().list("prod", Optional.empty(), 10))
        .extracting(CallLog.Recorded::call)
        .containsExactly(second, first);
    assertThat(all.calls().list("prod", Optional.of("ci"), 10))
        .extracting(CallLog.Recorded::call)
        .containsExactly(first);
    assertThat(all.calls().list("prod", Optional.empty(), 1)).hasSize(1);
  }

  private static CallLog.Call call(String client, String environment, List<String> keys) {
    return new CallLog.Call(
        START, client, "192.0.2.7", "s/UpdateIntegration", environment, "ds-1", keys, "OK");
  }
}
