package dev.rekey.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekey.testing.Concurrently;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How data sources are made, found, changed and removed, by every implementation. */
public abstract class DataSourcesContract extends DataSourcesFixture {
  @Test
  void createdDataSourceIsFoundByIdAndByName() {
    DataSource created = create("orders");

    assertThat(created)
        .isEqualTo(new DataSource(created.id(), "prod", "orders", Kind.POSTGRESQL, START, START));
    Map<String, ConfigEntry> entries = new TreeMap<>();
    config().forEach((key, value) -> entries.put(key, new ConfigEntry(value, START)));
    ConfiguredDataSource expected = new ConfiguredDataSource(created, entries);
    assertThat(dataSources.find("prod", created.id())).contains(expected);
    assertThat(dataSources.find(ref("orders"))).contains(expected);
  }

  @Test
  void otherEnvironmentsSeeNothingOfIt() {
    DataSource created = create("orders");

    assertThat(dataSources.find("staging", created.id())).isEmpty();
    assertThat(dataSources.find(new DataSourceRef("staging", "orders"))).isEmpty();
    assertThat(dataSources.list("staging")).isEmpty();
    assertThat(dataSources.update("staging", created.id(), Optional.empty(), Map.of(), ACTOR))
        .isEqualTo(new UpdateResult.NotFound());
    dataSources.delete("staging", created.id(), ACTOR);
    assertThat(dataSources.list("prod")).containsExactly(created);
  }

  @Test
  void unknownIdAndNameAreFoundNowhere() {
    assertThat(dataSources.find("prod", "none")).isEmpty();
    assertThat(dataSources.find(ref("none"))).isEmpty();
  }

  @Test
  void listIsInTheOrderOfNames() {
    List<DataSource> created =
        List.of(create("b"), create("_z"), create("a1"), create("Z"), create("a"));

    assertThat(dataSources.list("prod"))
        .containsExactlyInAnyOrderElementsOf(created)
        .extracting(DataSource::name)
        .containsExactly("Z", "_z", "a", "a1", "b");
  }

  @Test
  void takenNameIsRefusedInItsEnvironmentOnly() {
    DataSource first = create("orders");

    CreateResult same = dataSources.create(ref("orders"), Kind.POSTGRESQL, config(), ACTOR);
    CreateResult elsewhere =
        dataSources.create(
            new DataSourceRef("staging", "orders"), Kind.POSTGRESQL, config(), ACTOR);

    assertThat(same).isEqualTo(new CreateResult.NameTaken("orders"));
    assertThat(elsewhere).isInstanceOf(CreateResult.Created.class);
    assertThat(dataSources.list("prod")).containsExactly(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "my-postgres", "my postgres", "größe", "a.b", "a\n"})
  void badNameIsRefusedBeforeAnythingChanges(String name) {
    DataSource created = create("orders");

    assertThatThrownBy(() -> dataSources.create(ref(name), Kind.POSTGRESQL, config(), ACTOR))
        .isInstanceOfSatisfying(
            InvalidFieldException.class, e -> assertThat(e.field()).isEqualTo("name"));
    assertThatThrownBy(
            () -> dataSources.update("prod", created.id(), Optional.of(name), Map.of(), ACTOR))
        .isInstanceOf(InvalidFieldException.class);
    assertThat(dataSources.list("prod")).containsExactly(created);
  }

  @Test
  void oversizedValueIsRefusedBeforeAnythingChanges() {
    DataSource created = create("orders");
    Map<String, ConfigValue> config = config();
    config.put("PGUSER", literal("another"));
    config.put("PGPASSWORD", literal("x".repeat(rules.maxValueBytes() + 1)));

    assertThatThrownBy(
            () -> dataSources.update("prod", created.id(), Optional.empty(), config, ACTOR))
        .isInstanceOfSatisfying(
            InvalidFieldException.class, e -> assertThat(e.field()).isEqualTo("config.PGPASSWORD"));
    assertThat(values(created)).isEqualTo(config());
  }

  @Test
  void updateChangesTheGivenKeysAlone() {
    DataSource created = create("orders");
    Instant later = aMinuteLater();

    UpdateResult result =
        update(created, Map.of("PGPASSWORD", literal("second"), "PGPORT", literal("5433")));

    DataSource updated =
        new DataSource(created.id(), "prod", "orders", Kind.POSTGRESQL, START, later);
    assertThat(result).isEqualTo(new UpdateResult.Updated(updated));
    ConfiguredDataSource found = find(created);
    assertThat(found.dataSource()).isEqualTo(updated);
    assertThat(found.config())
        .hasSize(5)
        .containsEntry("PGHOST", new ConfigEntry(literal("127.0.0.1"), START))
        .containsEntry("PGPASSWORD", new ConfigEntry(literal("second"), later))
        .containsEntry("PGPORT", new ConfigEntry(literal("5433"), later));
  }

  @Test
  void sameValueKeepsItsTime() {
    DataSource created = create("orders");
    ConfiguredDataSource before = find(created);
    aMinuteLater();

    UpdateResult result = update(created, config());

    assertThat(result).isEqualTo(new UpdateResult.Updated(created));
    assertThat(find(created)).isEqualTo(before);
  }

  @Test
  void renameToATakenNameChangesNothing() {
    create("orders");
    DataSource sales = create("sales");
    ConfiguredDataSource before = find(sales);

    UpdateResult result =
        dataSources.update(
            "prod",
            sales.id(),
            Optional.of("orders"),
            Map.of("PGPASSWORD", literal("second")),
            ACTOR);

    assertThat(result).isEqualTo(new UpdateResult.NameTaken("orders"));
    assertThat(find(sales)).isEqualTo(before);
  }

  @Test
  void renameToItsOwnNameIsNoConflict() {
    DataSource created = create("orders");

    UpdateResult result =
        dataSources.update("prod", created.id(), Optional.of("orders"), Map.of(), ACTOR);

    assertThat(result).isEqualTo(new UpdateResult.Updated(created));
  }

  @Test
  void updateOfAnUnknownIdIsNotFound() {
    assertThat(dataSources.update("prod", "none", Optional.of("x"), config(), ACTOR))
        .isEqualTo(new UpdateResult.NotFound());
  }

  @Test
  void updatesTogetherKeepToTheNumberOfKeys() {
    DataSource created = create("orders");
    Map<String, ConfigValue> many = new TreeMap<>();
    for (int i = 0; i < rules.maxKeys() - 2; i++) {
      many.put("KEY_" + i, literal("x"));
    }

    assertThatThrownBy(() -> update(created, many)).isInstanceOf(InvalidFieldException.class);
    assertThat(values(created)).isEqualTo(config());
  }

  @Test
  void deletedDataSourceIsGoneWithItsConfig() {
    DataSource created = create("orders");

    dataSources.delete("prod", created.id(), ACTOR);

    assertThat(dataSources.list("prod")).isEmpty();
    assertThat(dataSources.find("prod", created.id())).isEmpty();
    Map<String, ConfigValue> other = config();
    other.remove("PGPASSWORD");
    assertThat(values(create("orders", other))).isEqualTo(other);
  }

  @Test
  void deletionOfAnUnknownIdDoesNothing() {
    dataSources.delete("prod", "none", ACTOR);

    assertThat(audit.list("prod", Optional.empty(), 10)).isEmpty();
  }

  @Test
  void oneOfManyWhoCreateTheSameNameSucceeds() {
    List<CreateResult> results =
        Concurrently.times(
            32, i -> dataSources.create(ref("orders"), Kind.POSTGRESQL, config(), ACTOR));

    assertThat(results).filteredOn(CreateResult.Created.class::isInstance).hasSize(1);
    assertThat(results).filteredOn(CreateResult.NameTaken.class::isInstance).hasSize(31);
  }

  @Test
  void oneOfManyWhoRenameToTheSameNameSucceeds() {
    List<DataSource> created = Concurrently.times(16, i -> create("orders_" + i));

    List<UpdateResult> results =
        Concurrently.times(
            16,
            i ->
                dataSources.update(
                    "prod", created.get(i).id(), Optional.of("sales"), Map.of(), ACTOR));

    assertThat(results).filteredOn(UpdateResult.Updated.class::isInstance).hasSize(1);
    assertThat(results).filteredOn(UpdateResult.NameTaken.class::isInstance).hasSize(15);
  }

  @Test
  void noneOfThousandConcurrentUpdatesIsLost() {
    DataSource created = create("orders");

    List<UpdateResult> results =
        Concurrently.times(1000, i -> update(created, Map.of("KEY_" + i, literal("value " + i))));

    assertThat(results).allMatch(UpdateResult.Updated.class::isInstance);
    Map<String, ConfigValue> expected = config();
    for (int i = 0; i < 1000; i++) {
      expected.put("KEY_" + i, literal("value " + i));
    }
    assertThat(values(created)).isEqualTo(expected);
  }

  UpdateResult update(DataSource dataSource, Map<String, ConfigValue> config) {
    return dataSources.update("prod", dataSource.id(), Optional.empty(), config, ACTOR);
  }

  @Test
  void keysOfAKindAreThoseOfItsDataSourcesInTheEnvironment() {
    DataSource orders = create("orders");
    CreateResult _ =
        dataSources.create(new DataSourceRef("staging", "x"), Kind.POSTGRESQL, config(), ACTOR);

    assertThat(dataSources.keys("prod", Kind.POSTGRESQL))
        .isEqualTo(Map.of(orders.id(), config().keySet()));
    assertThat(dataSources.keys("prod", Kind.MYSQL)).isEmpty();
  }
}
