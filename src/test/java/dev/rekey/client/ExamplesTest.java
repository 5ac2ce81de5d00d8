package dev.rekey.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of the Javadoc: each region here is shown there. */
class ExamplesTest {
  private final FakeApi api = FakeApi.whole();
  private final RekeyClient client = api.client().build();
  private final Map<String, String> config =
      Map.of("PGHOST", "db.example.com", "PGDATABASE", "mydb", "PGUSER", "admin");
  private Datasource source;

  @BeforeEach
  void makeOne() {
    source = client.datasources().create("postgresql", "my_postgres_source", config);
  }

  @AfterEach
  void close() {
    client.close();
    api.close();
  }

  @Test
  void clientIsCreated() {
    Map<String, String> variables =
        Map.of(
            "CHALK_API_SERVER", api.address(),
            "CHALK_CLIENT_ID", FakeApi.ID,
            "CHALK_CLIENT_SECRET", FakeApi.SECRET);
    // @start region="client.create"
    try (var client = RekeyClient.create(variables)) { // or create(), for those of the process
      for (Datasource source : client.datasources().list()) {
        TestOutcome outcome = client.datasources().test(source.id());
        assertThat(outcome.success()).isTrue();
      }
    }
    // @end
  }

  @Test
  void datasourcesAreListed() {
    // @start region="datasources.list"
    List<String> names = client.datasources().list().stream().map(Datasource::name).toList();
    // @end
    assertThat(names).containsExactly("my_postgres_source");
    // @start region="datasources.listWithSecrets"
    for (DatasourceListing.Entry entry :
        client.datasources().listWithSecrets(false).datasources()) {
      List<String> keys = entry.keys().stream().map(StoredValue::name).toList();
      assertThat(keys).containsExactly("PGDATABASE", "PGHOST", "PGUSER");
    }
    // @end
  }

  @Test
  void datasourceIsMadeAndFound() {
    // @start region="datasources.create"
    Datasource created =
        client
            .datasources()
            .create(
                IntegrationKind.POSTGRESQL, // or "postgresql"
                "orders",
                Map.of(
                    "PGHOST", "db.example.com",
                    "PGPORT", "5432",
                    "PGDATABASE", "orders",
                    "PGUSER", "admin",
                    "PGPASSWORD", "secret"));
    // @end
    // @start region="datasources.get"
    Datasource got = client.datasources().get(created.id());
    // @end
    assertThat(got).isEqualTo(created);
    // @start region="datasources.find"
    Optional<Datasource> found = client.datasources().find("orders");
    // @end
    assertThat(found).contains(created);
    // @start region="datasources.value"
    Optional<String> password = client.datasources().value(created.id(), "PGPASSWORD");
    // @end
    assertThat(password).contains("secret");
    // @start region="datasources.config"
    for (ConfigKey key : client.datasources().config(created.id())) {
      assertThat(key.name()).isNotEqualTo("PGPASSWORD"); // is withheld
    }
    // @end
  }

  @Test
  void datasourceIsTestedUpdatedAndDeleted() {
    // @start region="datasources.test"
    TestOutcome outcome = client.datasources().test(source.id());
    String line = outcome.success() ? "works" : "does not: " + outcome.message();
    // @end
    assertThat(line).isEqualTo("works");
    // @start region="datasources.testWith"
    TestOutcome candidate =
        client.datasources().testWith(source.id(), Config.empty().with("PGPASSWORD", "wrong"));
    // @end
    assertThat(candidate.success()).isFalse();
    // @start region="datasources.update"
    Datasource updated =
        client
            .datasources()
            .update(source.id(), Map.of("PGDATABASE", "other"), "my_updated_source");
    // @end
    assertThat(updated.name()).isEqualTo("my_updated_source");
    // @start region="datasources.delete"
    client.datasources().delete(source.id());
    // @end
    assertThat(client.datasources().list()).isEmpty();
  }

  @Test
  void datasourceIsTagged() {
    // @start region="datasources.tag"
    client.datasources().tag(IntegrationKind.POSTGRESQL, "my_postgres_source", List.of("pii"));
    // @end
    // @start region="datasources.permissionTags"
    for (PermissionTags each : client.datasources().permissionTags()) {
      assertThat(each.tags()).containsExactly("pii");
    }
    // @end
    assertThat(
            client.datasources().permissionTags(IntegrationKind.POSTGRESQL, "my_postgres_source"))
        .isPresent();
    // @start region="datasources.untag"
    client.datasources().untag(IntegrationKind.POSTGRESQL, "my_postgres_source");
    // @end
    assertThat(client.datasources().permissionTags()).isEmpty();
    // @start region="datasources.stages"
    List<NamedStages.Stage> stages = client.datasources().stages(source.id()).stages();
    // @end
    assertThat(stages).extracting(NamedStages.Stage::name).containsExactly("UNLOAD");
  }

  @Test
  void secretsAreKept() {
    // @start region="secrets.put"
    EnvironmentSecret secret = client.secrets().put("shop_password", "hush");
    client
        .datasources()
        .update(source.id(), Config.empty().withSecret("PGPASSWORD", secret.id()), "");
    // @end
    assertThat(api.world.integrations().held("my_postgres_source"))
        .containsEntry("PGPASSWORD", "secret:" + secret.id());
    // @start region="secrets.list"
    List<String> names = client.secrets().list().stream().map(EnvironmentSecret::name).toList();
    // @end
    assertThat(names).containsExactly("shop_password");
    // @start region="secrets.value"
    Optional<String> value = client.secrets().value(secret.id());
    // @end
    assertThat(value).contains("hush");
    // @start region="secrets.values"
    Map<String, String> all = client.secrets().values();
    // @end
    assertThat(all).containsExactly(Map.entry("shop_password", "hush"));
    // @start region="secrets.delete"
    client.secrets().delete("shop_password");
    // @end
    assertThat(client.secrets().list()).isEmpty();
  }

  @Test
  void environmentsAreListed() {
    // @start region="environments.current"
    Environment here = client.environments().current();
    // @end
    // @start region="environments.list"
    List<Environment> all = client.environments().list();
    // @end
    assertThat(all).hasSize(2).contains(here);
  }

  @Test
  void rotationsAreLookedAt() {
    // @start region="rotations.list"
    List<Rotation> bad =
        client.rotations().list(RotationFilter.newest(10).inState(RotationState.ROLLED_BACK));
    // @end
    assertThat(bad).extracting(Rotation::id).containsExactly("rotation-1");
    // @start region="rotations.get"
    List<Rotation.Step> history = client.rotations().get("rotation-1").history();
    // @end
    assertThat(history).hasSize(1);
    // @start region="rotations.bindings"
    for (Binding binding : client.rotations().bindings()) {
      assertThat(binding.secret()).isEqualTo("dir://shop-db");
    }
    // @end
    // @start region="rotations.audit"
    List<AuditEntry> changes = client.rotations().audit("orders", 10);
    // @end
    assertThat(changes).extracting(AuditEntry::actor).containsExactly("ci");
    // @start region="rotations.watch"
    try (RotationStream stream = client.rotations().watch(WatchFilter.everything())) {
      for (Rotation rotation : stream) {
        if (rotation.state().isFinal()) {
          break;
        }
      }
    }
    // @end
  }

  @Test
  void secretIsBound() {
    // @start region="bindings.check"
    BindingSpec wanted =
        new BindingSpec("dir://shop-db", "my_postgres_source")
            .feeding(Map.of("PGPASSWORD", "/password"));
    BindingCheck check = client.bindings().check(wanted);
    // @end
    assertThat(check.isGood()).isTrue();
    // @start region="bindings.apply"
    AppliedBinding applied = client.bindings().apply(wanted); // again: UNCHANGED
    Optional<Rotation> first = applied.rotationId().map(client.rotations()::get);
    // @end
    assertThat(first).isPresent();
    assertThat(client.bindings().apply(wanted).outcome())
        .isEqualTo(AppliedBinding.Outcome.UNCHANGED);
    // @start region="bindings.list"
    List<Binding> ours =
        client.bindings().list().stream()
            .filter(binding -> binding.origin() == Binding.Origin.STORE)
            .toList();
    // @end
    assertThat(ours).extracting(Binding::spec).containsExactly(wanted);
    // @start region="bindings.delete"
    client.bindings().delete("dir://shop-db", "my_postgres_source");
    // @end
    assertThat(client.bindings().list()).doesNotContainAnyElementsOf(ours);
  }

  @Test
  void rotationsAreAskedFor() {
    // @start region="rotations.plan"
    for (BindingPlan plan : client.rotations().plan("dir://shop-db")) {
      assertThat(plan.verdict()).contains("passed");
    }
    // @end
    // @start region="rotations.trigger"
    List<AskedRotation> asked = client.rotations().trigger("dir://shop-db", "orders");
    // @end
    assertThat(asked).hasSize(1);
    // @start region="rotations.override"
    List<AskedRotation> atOnce = client.rotations().override("dir://shop-db", Optional.empty());
    // @end
    assertThat(atOnce).hasSize(2);
    // @start region="rotations.replay"
    AskedRotation again = client.rotations().replay("rotation-1");
    // @end
    assertThat(again.dataSource()).isEqualTo("my_postgres_source");
  }

  @Test
  void quarantineIsEmptied() {
    // @start region="rotations.quarantine"
    List<QuarantinedEvent> undecoded = client.rotations().quarantine(100);
    // @end
    assertThat(undecoded).hasSize(1);
    // @start region="rotations.quarantined"
    String why = client.rotations().quarantined("event-1").reason();
    // @end
    assertThat(why).isEqualTo("is no CloudEvent");
    // @start region="rotations.replayEvent"
    ReplayedEvent replayed = client.rotations().replayEvent("event-1");
    // @end
    assertThat(replayed.secret()).isEqualTo("dir://shop-db");
  }

  @Test
  void eventIsDropped() {
    // @start region="rotations.dropEvent"
    client.rotations().dropEvent("event-1");
    // @end
    assertThat(client.rotations().quarantine(100)).isEmpty();
  }

  @Test
  void dataSourcesAreSwept() {
    // @start region="sweeps.run"
    boolean joined = client.sweeps().run(SweepKind.HEALTH);
    // @end
    assertThat(joined).isFalse();
    // @start region="sweeps.status"
    SweepStatus status = client.sweeps().status(SweepKind.HEALTH);
    long left = status.total() - status.done();
    // @end
    assertThat(status.running()).isTrue();
    assertThat(left).isEqualTo(3);
    // @start region="sweeps.health"
    for (DatasourceHealth sick :
        client.sweeps().health(HealthFilter.ALL.inState(HealthState.FAILING))) {
      assertThat(sick.failingSince()).isPresent();
    }
    // @end
    assertThat(client.sweeps().health(HealthFilter.ALL)).hasSize(2);
  }

  @Test
  void environmentIsFrozen() {
    // @start region="sweeps.setFreeze"
    Instant monday = Instant.parse("2100-01-04T08:00:00Z");
    client.sweeps().setFreeze("Release weekend", Optional.of(monday));
    // @end
    // @start region="sweeps.freeze"
    Optional<Freeze> freeze = client.sweeps().freeze();
    // @end
    assertThat(freeze).map(Freeze::reason).contains("Release weekend");
    assertThat(freeze).flatMap(Freeze::until).contains(monday);
    // @start region="sweeps.liftFreeze"
    client.sweeps().liftFreeze();
    // @end
    assertThat(client.sweeps().freeze()).isEmpty();
    // @start region="sweeps.setFreezeEverywhere"
    client.sweeps().setFreezeEverywhere("Incident 4711", Optional.empty());
    // @end
    assertThat(client.sweeps().freeze()).map(Freeze::everywhere).contains(true);
    // @start region="sweeps.liftFreezeEverywhere"
    client.sweeps().liftFreezeEverywhere();
    // @end
    assertThat(client.sweeps().freeze()).isEmpty();
  }

  @Test
  void workerIsRun() {
    // @start region="admin.whoAmI"
    Caller caller = client.admin().whoAmI();
    // @end
    assertThat(caller.permissions()).containsExactly("secrets.list");
    // @start region="admin.calls"
    List<CallEntry> newest = client.admin().calls(20);
    // @end
    assertThat(newest).extracting(CallEntry::client).containsExactly("ci");
    // @start region="admin.rotateKeys"
    KeyRotation begun = client.admin().rotateKeys();
    // @end
    assertThat(begun).isEqualTo(new KeyRotation(true, 8, 0));
    // @start region="admin.keyRotation"
    KeyRotation soFar = client.admin().keyRotation();
    // @end
    assertThat(soFar.done()).isEqualTo(4);
    // @start region="admin.diagnose"
    List<Finding> problems =
        client.admin().diagnose().stream()
            .filter(finding -> finding.level() == Finding.Level.PROBLEM)
            .toList();
    // @end
    assertThat(problems).isEmpty();
  }

  @Test
  void notificationsAreSeenAndReplayed() {
    // @start region="notifications.endpoints"
    List<String> away =
        client.notifications().endpoints().stream()
            .filter(NotificationEndpoint::circuitOpen)
            .map(NotificationEndpoint::name)
            .toList();
    // @end
    assertThat(away).containsExactly("slack");
    // @start region="notifications.list"
    List<Notification> dead = client.notifications().list(NotificationState.DEAD, 20);
    // @end
    assertThat(dead)
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.number()).isEqualTo(7);
              assertThat(each.rotationId()).contains("r-1");
              assertThat(each.state()).isEqualTo(NotificationState.DEAD);
              assertThat(each.problem()).isEqualTo("it answered 404");
            });
    // @start region="notifications.replay"
    for (Notification each : dead) {
      client.notifications().replay(each.number());
    }
    // @end
    assertThat(client.notifications().list(NotificationState.DEAD, "slack", 20)).isEmpty();
  }
}
