package dev.rekey.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.datasource.ConfigEntry;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.ConfiguredDataSource;
import dev.rekey.datasource.DataSource;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.KeySwap;
import dev.rekey.datasource.Kind;
import dev.rekey.secret.Secret;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final SecretVersion VERSION = new SecretVersion("v2");
  private static final DataSourceRules RULES = new DataSourceRules(64, 2);
  private static final DataSource SOURCE =
      new DataSource("id-1", "default", "orders", Kind.POSTGRESQL, NOW, NOW);

  @Test
  void onlyTheKeysThatDifferAreChanged() {
    RotationInput plan =
        plan(
            Map.of("PGUSER", "/username", "PGPASSWORD", "/password"),
            "{\"username\":\"app\",\"password\":\"new\"}",
            Map.of("PGUSER", literal("app"), "PGPASSWORD", literal("old")));

    assertThat(plan).isEqualTo(planned(new KeySwap("PGPASSWORD", of("old"), of("new"))));
  }

  @Test
  void aKeyThatIsAbsentIsAdded() {
    RotationInput plan =
        plan(Map.of("PGPASSWORD", "/password"), "{\"password\":\"new\"}", Map.of());

    assertThat(plan).isEqualTo(planned(new KeySwap("PGPASSWORD", Optional.empty(), of("new"))));
  }

  @Test
  void equalValuesAreNothingToDo() {
    RotationInput plan =
        plan(
            Map.of("PGPASSWORD", "/password"),
            "{\"password\":\"old\"}",
            Map.of("PGPASSWORD", literal("old")));

    assertThat(plan).isInstanceOf(RotationInput.NothingToDo.class);
  }

  @Test
  void theWholeValueIsTakenByteForByte() {
    RotationInput plan = plan(Map.of("PGPASSWORD", ""), " pass\nword ", Map.of());

    assertThat(plan)
        .isEqualTo(planned(new KeySwap("PGPASSWORD", Optional.empty(), of(" pass\nword "))));
  }

  @Test
  void aValueIsPutIntoBase64WhenTheMappingSaysSo() {
    RotationInput plan = plan(Map.of("BQ_CREDENTIALS_BASE64", "base64:"), "{\"a\":1}", Map.of());

    assertThat(plan)
        .isEqualTo(
            planned(new KeySwap("BQ_CREDENTIALS_BASE64", Optional.empty(), of("eyJhIjoxfQ=="))));
  }

  @Test
  void aNumberIsTakenAsItsText() {
    RotationInput plan = plan(Map.of("PGPORT", "/port"), "{\"port\":5433}", Map.of());

    assertThat(plan).isEqualTo(planned(new KeySwap("PGPORT", Optional.empty(), of("5433"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"other\":\"canary-7f3a\"}",
        "{\"password\":{\"a\":\"canary-7f3a\"}}",
        "{\"password\":null,\"x\":\"canary-7f3a\"}",
        "canary-7f3a",
        "{\"password\":\"canary-7f3a\"",
        "\"canary-7f3a\""
      })
  void aSecretWithoutTheFieldIsImpossibleAndNamesItWithoutAValue(String secret) {
    RotationInput plan = plan(Map.of("PGPASSWORD", "/password"), secret, Map.of());

    assertThat(plan).isInstanceOf(RotationInput.Impossible.class);
    assertThat(((RotationInput.Impossible) plan).reason())
        .contains("/password")
        .contains("dir://orders")
        .contains("PGPASSWORD")
        .doesNotContain("canary");
  }

  @Test
  void aKeyGivenByASecretIdIsNeverOverwritten() {
    RotationInput plan =
        plan(
            Map.of("PGPASSWORD", "/password"),
            "{\"password\":\"new\"}",
            Map.of("PGPASSWORD", new ConfigValue.Reference("secret-1")));

    assertThat(plan).isInstanceOf(RotationInput.Impossible.class);
    assertThat(((RotationInput.Impossible) plan).reason()).contains("secret_id");
  }

  @ParameterizedTest
  @CsvSource({"'',''", "/password,'{\"password\":\"\"}'"})
  void anEmptyValueIsImpossibleAndNamesItsKey(String mapping, String secret) {
    RotationInput plan = plan(Map.of("PGPASSWORD", mapping), secret, Map.of());

    assertThat(plan).isInstanceOf(RotationInput.Impossible.class);
    assertThat(((RotationInput.Impossible) plan).reason())
        .contains("is empty")
        .contains("PGPASSWORD");
  }

  @Test
  void aValueOverTheLimitIsImpossibleAndNamesItsKey() {
    RotationInput plan =
        plan(Map.of("PGPASSWORD", ""), "x".repeat(RULES.maxValueBytes() + 1), Map.of());

    assertThat(plan).isInstanceOf(RotationInput.Impossible.class);
    assertThat(((RotationInput.Impossible) plan).reason())
        .contains("config.PGPASSWORD")
        .contains("at most 64");
  }

  @Test
  void moreKeysThanADataSourceMayHaveAreImpossible() {
    RotationInput plan = plan(Map.of("C", ""), "x", Map.of("A", literal("a"), "B", literal("b")));

    assertThat(plan).isInstanceOf(RotationInput.Impossible.class);
    assertThat(((RotationInput.Impossible) plan).reason()).contains("at most 2 are allowed");
  }

  @Test
  void aValueOverTheLimitThatIsThereAlreadyIsFoundBeforeAnythingIsWritten() {
    RotationInput plan =
        plan(
            Map.of("PGPASSWORD", ""),
            "new",
            Map.of("OTHER", literal("x".repeat(RULES.maxValueBytes() + 1))));

    assertThat(plan).isInstanceOf(RotationInput.Impossible.class);
    assertThat(((RotationInput.Impossible) plan).reason()).contains("config.OTHER");
  }

  private static RotationInput plan(
      Map<String, String> keys, String secret, Map<String, ConfigValue> held) {
    Binding binding =
        new Binding(
            SecretRef.directory("orders"),
            new DataSourceRef("default", "orders"),
            keys.entrySet().stream()
                .collect(
                    Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> FieldMapping.parse(entry.getValue()),
                        (first, second) -> first,
                        TreeMap::new)));
    Map<String, ConfigEntry> config =
        held.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, entry -> new ConfigEntry(entry.getValue(), NOW)));
    return Planner.plan(
        binding, VERSION, Secret.of(secret), new ConfiguredDataSource(SOURCE, config), RULES);
  }

  private static RotationInput planned(KeySwap swap) {
    return new RotationInput.Planned(
        new Candidate(VERSION, Optional.of(Kind.POSTGRESQL), new ChangeSet(List.of(swap))));
  }

  private static Optional<Secret> of(String value) {
    return Optional.of(Secret.of(value));
  }

  private static ConfigValue literal(String value) {
    return new ConfigValue.Literal(Secret.of(value));
  }
}
