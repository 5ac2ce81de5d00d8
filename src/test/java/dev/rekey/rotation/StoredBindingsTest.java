package dev.rekey.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rekey.datasource.Actor;
import dev.rekey.datasource.AuditEntry;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.CreateResult;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.InMemoryDataSources;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.datasource.Kind;
import dev.rekey.rotation.BindingRequests.ApplyResult;
import dev.rekey.rotation.BindingRequests.Check;
import dev.rekey.rotation.BindingRequests.DeleteResult;
import dev.rekey.rotation.Bindings.SetAside;
import dev.rekey.secret.Secret;
import dev.rekey.secret.SecretRef;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoredBindingsTest {
  private static final SecretRef SECRET = SecretRef.directory("shop-db");
  private static final DataSourceRef SHOP = new DataSourceRef("blue", "shop");
  private static final Actor CI = Actor.client("ci");
  private static final BindingRules ALL = new BindingRules(Set.of("blue"), Map.of());

  private final InMemoryDataSources dataSources =
      new InMemoryDataSources(InstantSource.fixed(Instant.parse("2026-11-23T10:15:30Z")));
  private final InMemoryJournal journal = new InMemoryJournal();
  private final InMemoryBindingStore store = new InMemoryBindingStore(journal);
  private final InMemoryBindings worker = worker(ALL);

  private InMemoryBindings worker(BindingRules rules, Binding... configured) {
    return new InMemoryBindings(
        List.of(configured), store, rules, journal, dataSources, dataSources);
  }

  @BeforeEach
  void makeADataSource() {
    ConfigValue literal = new ConfigValue.Literal(Secret.of("x"));
    CreateResult _ =
        dataSources.create(
            SHOP,
            Kind.POSTGRESQL,
            Map.of(
                "PGHOST", literal,
                "PGDATABASE", literal,
                "PGUSER", literal,
                "PGSSLROOTCERT", new ConfigValue.Reference("elsewhere")),
            CI);
  }

  private static Binding binding(SecretRef secret, String... keys) {
    TreeMap<String, FieldMapping> mappings = new TreeMap<>();
    for (String key : keys) {
      mappings.put(key, FieldMapping.parse("/" + key));
    }
    return new Binding(secret, SHOP, mappings);
  }

  private List<String> audited() {
    return dataSources.list("blue", Optional.empty(), 100).stream()
        .map(AuditEntry::action)
        .toList();
  }

  @Test
  void aNewBindingIsCarriedOutAtOnceAndItsRotationIsDriven() {
    AtomicInteger changes = new AtomicInteger();
    worker.bindings().follow(changes::incrementAndGet);

    ApplyResult result = worker.requests().apply(binding(SECRET, "PGPASSWORD"), CI);

    assertThat(worker.bindings().of(SECRET)).containsExactly(binding(SECRET, "PGPASSWORD"));
    assertThat(worker.submitted())
        .singleElement()
        .returns(RotationCause.BINDING, Rotation::cause)
        .returns(result, rotation -> new ApplyResult.Created(rotation.id()));
    assertThat(changes).hasValue(1);
    assertThat(audited()).startsWith("apply binding");
  }

  @Test
  void theSameOnceMoreWritesNothing() {
    worker.requests().apply(binding(SECRET, "PGPASSWORD"), CI);
    long version = store.version();
    List<String> before = audited();

    ApplyResult result = worker.requests().apply(binding(SECRET, "PGPASSWORD"), CI);

    assertThat(result).isEqualTo(new ApplyResult.Unchanged());
    assertThat(store.version()).isEqualTo(version);
    assertThat(audited()).isEqualTo(before);
    assertThat(worker.submitted()).hasSize(1);
  }

  @Test
  void aChangedOneIsRotatedAgainEvenToAVersionThatDidNotPassBefore() {
    worker.requests().apply(binding(SECRET, "PGPASSWORD"), CI);

    ApplyResult result = worker.requests().apply(binding(SECRET, "PGUSER"), CI);

    assertThat(result).isInstanceOf(ApplyResult.Changed.class);
    assertThat(RotationCause.BINDING.isPerson()).isTrue();
    assertThat(worker.bindings().all()).containsExactly(binding(SECRET, "PGUSER"));
  }

  @Test
  void aBindingOfTheConfigurationIsNeitherChangedNorDeleted() {
    Binding configured = binding(SECRET, "PGPASSWORD");
    InMemoryBindings other = worker(ALL, configured);

    assertThat(other.requests().apply(configured, CI)).isEqualTo(new ApplyResult.Unchanged());
    assertThat(other.requests().apply(binding(SECRET, "PGUSER"), CI))
        .isEqualTo(new ApplyResult.Configured());
    assertThat(other.requests().delete(SHOP, SECRET, CI)).isEqualTo(DeleteResult.CONFIGURED);
    assertThat(other.bindings().all()).containsExactly(configured);
  }

  @Test
  void twoFeedersOfOneKeyAreRefusedByName() {
    worker.requests().apply(binding(SECRET, "PGPASSWORD"), CI);

    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(
            () -> worker.requests().apply(binding(SecretRef.directory("other"), "PGPASSWORD"), CI))
        .withMessage("keys: PGPASSWORD of blue/shop is fed already, from dir://shop-db");
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> worker.requests().apply(binding(SecretRef.directory("other")), CI))
        .withMessage("keys: PGPASSWORD of blue/shop is fed already, from dir://shop-db");
  }

  @Test
  void whatCouldNeverBeCarriedOutIsRefused() {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> worker.requests().apply(binding(SECRET, "PGSSLROOTCERT"), CI))
        .withMessageStartingWith("keys: PGSSLROOTCERT of blue/shop is given by a secret_id");
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> worker.requests().apply(binding(SECRET, "9K"), CI))
        .withMessageStartingWith("keys: has a key that is no variable name");
    assertThat(worker.requests().apply(at("nowhere"), CI))
        .isEqualTo(new ApplyResult.NoDataSource());
    assertThat(store.load().bindings()).isEmpty();
  }

  private static Binding at(String dataSource) {
    return new Binding(SECRET, new DataSourceRef("blue", dataSource), new TreeMap<>());
  }

  @Test
  void oneSecretByTwoNamesIsOne() {
    SecretRef name = SecretRef.parse("aws-sm://eu-west-1/shop");
    SecretRef arn =
        SecretRef.parse(
            "aws-sm://eu-west-1/arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-AbCdEf");
    worker.requests().apply(binding(name, "PGPASSWORD"), CI);

    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> worker.requests().apply(binding(arn, "PGUSER"), CI))
        .withMessage("secret: blue/shop is bound to it already, as " + name);
  }

  @Test
  void onlySecretsThatTheEnvironmentMayBindAreTaken() {
    BindingRules rules =
        new BindingRules(
            Set.of("blue", "green"), Map.of("blue", List.of("dir://shop-*", "dir://one")));
    InMemoryBindings other = worker(rules);

    assertThat(other.requests().apply(binding(SECRET), CI)).isInstanceOf(ApplyResult.Created.class);
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(
            () -> other.requests().apply(binding(SecretRef.directory("one-more"), "PGHOST"), CI))
        .withMessageStartingWith("secret: dir://one-more is none that may be bound here")
        .withMessageEndingWith("rekey.bindable-secrets.blue");
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(
            () ->
                worker(new BindingRules(Set.of("blue", "green"), Map.of()))
                    .requests()
                    .apply(binding(SECRET, "PGHOST"), CI))
        .withMessageContaining("may be bound here");
  }

  @Test
  void aDeletedOneFeedsNothingAnyMore() {
    worker.requests().apply(binding(SECRET, "PGPASSWORD"), CI);

    assertThat(worker.requests().delete(SHOP, SECRET, CI)).isEqualTo(DeleteResult.DELETED);

    assertThat(worker.bindings().all()).isEmpty();
    assertThat(audited()).startsWith("delete binding");
    assertThat(worker.requests().delete(SHOP, SECRET, CI)).isEqualTo(DeleteResult.NOT_FOUND);
  }

  @Test
  void anotherWorkerFollowsWhenItLooksOrWhenARotationIsAheadOfIt() {
    InMemoryBindings other = worker(ALL);
    worker.requests().apply(binding(SECRET, "PGPASSWORD"), CI);
    Rotation rotation = worker.submitted().getFirst();
    assertThat(other.bindings().all()).isEmpty();

    assertThat(other.live().of(rotation)).contains(binding(SECRET, "PGPASSWORD"));

    worker.requests().apply(binding(SECRET, "PGUSER"), CI);
    assertThat(other.live().of(rotation)).contains(binding(SECRET, "PGUSER"));
    worker.requests().delete(SHOP, SECRET, CI);
    other.live().lookForChanges();
    assertThat(other.bindings().all()).isEmpty();
  }

  @Test
  void whatAnotherWorkerHasJustBoundIsSeenBeforeAnythingIsWritten() {
    InMemoryBindings other = worker(ALL);
    worker.requests().apply(binding(SECRET, "PGPASSWORD"), CI);

    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(
            () -> other.requests().apply(binding(SecretRef.directory("other"), "PGPASSWORD"), CI));
    assertThat(other.requests().apply(binding(SECRET, "PGPASSWORD"), CI))
        .isEqualTo(new ApplyResult.Unchanged());
  }

  @Test
  void theConfigurationWinsAndWhatIsInItsWayIsSetAsideUntilItGoes() {
    worker.requests().apply(binding(SECRET, "PGPASSWORD"), CI);
    Binding configured = binding(SecretRef.directory("other"), "PGPASSWORD");
    InMemoryBindings restarted = worker(ALL, configured);

    restarted.live().lookForChanges();

    assertThat(restarted.bindings().all()).containsExactly(configured);
    assertThat(restarted.bindings().setAside())
        .containsExactly(
            new SetAside(
                binding(SECRET, "PGPASSWORD"),
                "keys: PGPASSWORD of blue/shop is fed already by the configuration file, from"
                    + " dir://other"));
    assertThat(restarted.requests().delete(SHOP, SECRET, CI)).isEqualTo(DeleteResult.DELETED);
    assertThat(restarted.bindings().setAside()).isEmpty();
  }

  @Test
  void aCheckNamesKeysAndWritesNothing() {
    List<String> before = audited();

    Check check = worker.requests().check(binding(SECRET));

    assertThat(check.refusal()).isEmpty();
    assertThat(check.secretProblem()).isEmpty();
    assertThat(check.kind()).contains(Kind.POSTGRESQL);
    assertThat(check.keys()).containsExactly("PGPASSWORD", "PGUSER");
    assertThat(worker.askedFor()).containsExactly(SECRET);
    assertThat(audited()).isEqualTo(before);
    assertThat(store.load().bindings()).isEmpty();
  }

  @Test
  void aCheckSaysWhatIsInTheWay() {
    Check missing = worker.requests().check(binding(SecretRef.directory("missing"), "PGPASSWORD"));
    Check nowhere = worker.requests().check(at("nowhere"));

    assertThat(missing.secretProblem()).contains("There is no dir://missing.");
    assertThat(missing.keys()).containsExactly("PGPASSWORD");
    assertThat(nowhere.refusal()).contains("data_source: there is no nowhere");
    assertThat(nowhere.kind()).isEmpty();
  }

  @Test
  void nobodyLearnsByACheckWhetherASecretIsThereThatHeMayNotBind() {
    InMemoryBindings other =
        worker(new BindingRules(Set.of("blue"), Map.of("blue", List.of("dir://x"))));

    Check check = other.requests().check(binding(SECRET));

    assertThat(check.refusal()).hasValueSatisfying(why -> assertThat(why).startsWith("secret: "));
    assertThat(other.askedFor()).isEmpty();
  }
}
