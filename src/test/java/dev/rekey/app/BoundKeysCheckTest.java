package dev.rekey.app;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekey.app.config.InvalidConfigException;
import dev.rekey.datasource.Actor;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.CreateResult;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.InMemoryDataSources;
import dev.rekey.datasource.Kind;
import dev.rekey.rotation.Binding;
import dev.rekey.rotation.Bindings;
import dev.rekey.rotation.FieldMapping;
import dev.rekey.secret.Secret;
import dev.rekey.secret.SecretRef;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BoundKeysCheckTest {
  private static final ConfigValue LITERAL = new ConfigValue.Literal(Secret.of("v"));
  private static final DataSourceRef SHOP = new DataSourceRef("default", "shop");

  private final InMemoryDataSources dataSources =
      new InMemoryDataSources(InstantSource.fixed(Instant.parse("2026-11-23T10:15:30Z")));

  @BeforeEach
  void create() {
    CreateResult _ =
        dataSources.create(
            SHOP,
            Kind.POSTGRESQL,
            Map.of(
                "PGHOST", LITERAL,
                "PGDATABASE", LITERAL,
                "PGUSER", LITERAL,
                "PGPASSWORD", new ConfigValue.Reference("elsewhere")),
            Actor.rotation("r1"));
  }

  private void check(Binding... bindings) {
    new BoundKeysCheck(new Bindings(List.of(bindings)), dataSources).run();
  }

  private static Binding binding(DataSourceRef dataSource, String... keys) {
    TreeMap<String, FieldMapping> mappings = new TreeMap<>();
    for (String key : keys) {
      mappings.put(key, FieldMapping.parse(""));
    }
    return new Binding(SecretRef.directory("db"), dataSource, mappings);
  }

  @Test
  void aBoundKeyThatIsGivenBySecretIdIsRefusedByName() {
    Binding other = binding(new DataSourceRef("default", "not_there_yet"), "PGPASSWORD");

    assertThatThrownBy(() -> check(other, binding(SHOP, "PGUSER", "PGPASSWORD")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith(
            "rekey.bindings[1].keys: PGPASSWORD of default/shop is given by a secret_id that names no"
                + " secret of the environment");
  }

  @Test
  void keysWithValuesAndKeysThatAreNotThereYetAreFine() {
    assertThatCode(() -> check(binding(SHOP, "PGUSER", "PGSSLMODE"))).doesNotThrowAnyException();
  }

  @Test
  void ofABindingWithoutKeysNothingIsAskedBeforehand() {
    assertThatCode(() -> check(binding(SHOP))).doesNotThrowAnyException();
  }

  @Test
  void aDataSourceOfAnotherEnvironmentIsAnotherOne() {
    assertThatCode(() -> check(binding(new DataSourceRef("staging", "shop"), "PGPASSWORD")))
        .doesNotThrowAnyException();
  }
}
