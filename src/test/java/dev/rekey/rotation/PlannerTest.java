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

  @Test
  void aBindingWithoutKeysMapsUserAndPasswordTogether() {
    RotationInput plan =
        plan(
            Map.of(),
            "{\"username\":\"app2\",\"password\":\"new\",\"host\":\"elsewhere\"}",
            Map.of("PGUSER", literal("app"), "PGPASSWORD", literal("old")));

    assertThat(plan)
        .isEqualTo(
            new RotationInput.Planned(
                new Candidate(
                    VERSION,
                    Optional.of(Kind.POSTGRESQL),
                    new ChangeSet(
                        List.of(
                            new KeySwap("PGPASSWORD", of("old"), of("new")),
                            new KeySwap("PGUSER", of("app"), of("app2")))))));
  }

  @Test
  void namedKeysWinAsAWhole() {
    RotationInput plan =
        plan(
            Map.of("PGPASSWORD", "/next"),
            "{\"username\":\"app2\",\"password\":\"new\",\"next\":\"other\"}",
            Map.of());

    assertThat(plan).isEqualTo(planned(new KeySwap("PGPASSWORD", Optional.empty(), of("other"))));
  }

  @Test
  void equalValuesOfABindingWithoutKeysNameTheKeys() {
    RotationInput plan =
        plan(Map.of(), "{\"password\":\"old\"}", Map.of("PGPASSWORD", literal("old")));

    assertThat(((RotationInput.NothingToDo) plan).why()).endsWith("already: PGPASSWORD.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"password":"canary-7f3a","engine":"mysql"} | is one for mysql, not for POSTGRESQL
          {"other":"canary-7f3a"}                     | POSTGRESQL takes a JSON object with password
          {"password":"canary-7f3a"                   | is broken JSON
          """)
  void aSecretThatDoesNotFitTheKindIsImpossibleWithoutAValue(String secret, String reason) {
    RotationInput plan = plan(Map.of(), secret, Map.of());

    assertThat(plan).isInstanceOf(RotationInput.Impossible.class);
    assertThat(((RotationInput.Impossible) plan).reason())
        .contains("dir://orders")
        .contains(reason)
        .contains("keys:")
        .doesNotContain("canary");
  }

  @Test
  void aSecretForSeveralWaysIsImpossibleAndListsTheKeys() {
    RotationInput plan =
        plan(
            new DataSource("id-2", "default", "orders", Kind.MSSQL, NOW, NOW),
            Map.of(),
            "{\"password\":\"canary-7f3a\",\"client_secret\":\"canary-7f3a\"}",
            Map.of());

    assertThat(plan).isInstanceOf(RotationInput.Impossible.class);
    assertThat(((RotationInput.Impossible) plan).reason())
        .contains("MSSQL_PWD or for MSSQL_CLIENT_SECRET")
        .contains("default/orders")
        .contains("keys:")
        .doesNotContain("canary");
  }

  @Test
  void aChosenKeyThatIsGivenByASecretIdIsNeverOverwritten() {
    RotationInput plan =
        plan(
            Map.of(),
            "{\"password\":\"new\"}",
            Map.of("PGPASSWORD", new ConfigValue.Reference("secret-1")));

    assertThat(((RotationInput.Impossible) plan).reason())
        .contains("PGPASSWORD")
        .contains("secret_id");
  }

  @Test
  void aLoginByIamNeedsNoSecret() {
    RotationInput plan = plan(Map.of(), "p", Map.of("PG_AWS_IAM_AUTH", literal("Yes")));

    assertThat(((RotationInput.Impossible) plan).reason()).contains("is not needed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "0", "", "no"})
  void aLoginByIamThatIsOffIsNone(String off) {
    RotationInput plan = plan(Map.of(), "p", Map.of("PG_AWS_IAM_AUTH", literal(off)));

    assertThat(plan).isEqualTo(planned(new KeySwap("PGPASSWORD", Optional.empty(), of("p"))));
  }

  @Test
  void anEmptyValueUsesNoWay() {
    RotationInput plan =
        plan(
            new DataSource("id-2", "default", "orders", Kind.MSSQL, NOW, NOW),
            Map.of(),
            "{\"client_secret\":\"new\"}",
            Map.of("MSSQL_PWD", literal("")));

    assertThat(plan).isInstanceOf(RotationInput.Planned.class);
  }

  private static RotationInput plan(
      Map<String, String> keys, String secret, Map<String, ConfigValue> held) {
    return plan(SOURCE, keys, secret, held);
  }

  private static RotationInput plan(
      DataSource source, Map<String, String> keys, String secret, Map<String, ConfigValue> held) {
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
        binding, VERSION, Secret.of(secret), new ConfiguredDataSource(source, config), RULES);
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
