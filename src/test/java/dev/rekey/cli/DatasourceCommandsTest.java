package dev.rekey.cli;

import static dev.rekey.cli.CommandRun.CANARY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekey.cli.CommandRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasourceCommandsTest {
  private final CommandRun rekey = new CommandRun();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    rekey.close();
  }

  @Test
  void listIsATableForPeople() {
    rekey.withOrders();

    Result result = rekey.run("datasources", "list");

    assertThat(result.code()).isZero();
    assertThat(result.out().lines())
        .containsExactly(
            "NAME    KIND        ID    UPDATED AT",
            "orders  POSTGRESQL  id-1  2026-01-01 00:00:00Z");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void listIsTheSameFieldsForScripts() throws IOException {
    rekey.withOrders();

    JsonNode json = json(rekey.run("datasources", "list", "--output", "json"));
    String yaml = rekey.run("-o", "yaml", "datasources", "list").out();

    assertThat(json.get(0).get("id").asText()).isEqualTo("id-1");
    assertThat(json.get(0).get("updatedAt").asText()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(yaml).contains("- id: id-1", "name: orders", "updatedAt: '2026-01-01T00:00:00Z'");
  }

  @Test
  void yamlOfManyRefersToNothing() {
    rekey.withOrders();
    rekey.run("datasources", "update", "orders", "--name", "sales");
    rekey.withOrders();

    assertThat(rekey.run("-o", "yaml", "datasources", "list").out())
        .contains("name: orders", "name: sales")
        .doesNotContain("&id", "*id");
  }

  @Test
  void listOfNoneIsASentenceForPeopleAndAnEmptyListForScripts() throws IOException {
    assertThat(rekey.run("datasources", "list").out()).isEqualTo("There are no data sources.\n");
    assertThat(json(rekey.run("datasources", "list", "-o", "json"))).isEmpty();
  }

  @Test
  void createTakesValuesFromArgumentsFilesVariablesAndStdin() throws IOException {
    Path user = Files.writeString(folder.resolve("user"), "app\n");
    rekey.variable("DB", "shop").input(CANARY + "\n");

    Result result =
        rekey.run(
            "datasources",
            "create",
            "orders",
            "--kind",
            "PostgreSQL",
            "--set",
            "PGHOST=a=b",
            "--set-env",
            "PGDATABASE=DB",
            "--set-file",
            "PGUSER=" + user,
            "--set-stdin",
            "PGPASSWORD");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).startsWith("Created orders, id id-1.");
    assertThat(rekey.world().integrations().held("orders"))
        .containsEntry("PGHOST", "a=b")
        .containsEntry("PGDATABASE", "shop")
        .containsEntry("PGUSER", "app")
        .containsEntry("PGPASSWORD", CANARY);
  }

  @Test
  void serviceAccountKeyIsTakenFromItsFileInBase64() throws IOException {
    Path key = Files.writeString(folder.resolve("key.json"), "{\"key\": \"" + CANARY + "\"}\n");

    Result result =
        rekey.run(
            "datasources",
            "create",
            "my_bigquery_source",
            "--kind",
            "bigquery",
            "--set",
            "BQ_PROJECT=my-gcp-project",
            "--set-base64-file",
            "BQ_CREDENTIALS_BASE64=" + key);

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(rekey.world().integrations().held("my_bigquery_source"))
        .containsEntry(
            "BQ_CREDENTIALS_BASE64", Base64.getEncoder().encodeToString(Files.readAllBytes(key)));
  }

  @Test
  void valueIsAskedForWhereSomebodyIsThere() {
    rekey.withOrders();
    rekey.typing(CANARY + "-new");

    Result result = rekey.run("datasources", "update", "orders", "--prompt", "PGPASSWORD");

    assertThat(result.code()).isZero();
    assertThat(rekey.world().integrations().held("orders"))
        .containsEntry("PGPASSWORD", CANARY + "-new");
    assertThat(result.printed()).doesNotContain(CANARY);
  }

  @Test
  void promptNamesTheOtherWaysWhereNobodyIsThere() {
    rekey.withOrders();

    Result result = rekey.run("datasources", "update", "orders", "--prompt", "PGPASSWORD");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("--set-stdin", "--set-file", "--set-env");
  }

  @Test
  void secretInArgumentsIsRefusedAndNotRepeated() {
    Result result =
        rekey.run(
            "datasources",
            "create",
            "orders",
            "--kind",
            "postgresql",
            "--set",
            "PGPASSWORD=" + CANARY);

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("rekey: PGPASSWORD: is a secret")
        .contains(
            "--prompt PGPASSWORD",
            "--set-stdin PGPASSWORD",
            "--set-file PGPASSWORD=FILE",
            "--set-env PGPASSWORD=VARIABLE")
        .doesNotContain(CANARY);
    assertThat(rekey.api().calls()).isEmpty();
  }

  @Test
  void keyThatSoundsSecretIsRefusedToo() {
    Result result =
        rekey.run(
            "datasources",
            "create",
            "orders",
            "--kind",
            "postgresql",
            "--set",
            "MY_TOKEN=" + CANARY);

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("MY_TOKEN: is a secret").doesNotContain(CANARY);
  }

  @Test
  void updateChangesWhatIsGivenAndTheName() {
    rekey.withOrders();

    Result result =
        rekey.run("datasources", "update", "orders", "--set", "PGHOST=new", "--name", "sales");

    assertThat(result.out()).isEqualTo("Updated sales, id id-1.\n");
    assertThat(rekey.world().integrations().held("sales"))
        .containsEntry("PGHOST", "new")
        .containsEntry("PGUSER", "app");
  }

  @Test
  void updateOfNothingIsRefused() {
    rekey.withOrders();

    assertThat(rekey.run("datasources", "update", "orders").err())
        .startsWith("rekey: update: needs a --name");
  }

  @Test
  void getShowsKeysByNameOrIdAndWithholdsSecrets() {
    rekey.withOrders();

    Result byName = rekey.run("datasources", "get", "orders");
    Result byId = rekey.run("datasources", "get", "id-1");

    assertThat(byName).isEqualTo(byId);
    assertThat(byName.out()).contains("PGHOST").contains("PGPASSWORD").doesNotContain(CANARY);
    assertThat(byName.out().lines().filter(line -> line.startsWith("PGPASSWORD")))
        .containsExactly("PGPASSWORD         yes");
  }

  @Test
  void revealPrintsTheValueOfOneKeyAndNothingElse() {
    rekey.withOrders();

    assertThat(rekey.run("datasources", "get", "orders", "--reveal", "PGPASSWORD").out())
        .isEqualTo(CANARY + "\n");
    assertThat(rekey.run("datasources", "get", "orders", "--reveal", "PGX").code()).isEqualTo(3);
  }

  @Test
  void testSaysHowItWentAndEndsWithOneWhenOneDoesNotPass() throws IOException {
    rekey.withOrders();
    Result good = rekey.run("datasources", "test", "orders");

    Result bad =
        rekey.input("wrong").run("datasources", "test", "orders", "--set-stdin", "PGPASSWORD");

    assertThat(good.code()).isZero();
    assertThat(good.out()).contains("passed", "connected");
    assertThat(bad.code()).isEqualTo(1);
    assertThat(bad.out()).contains("failed", "the credential was refused");
    JsonNode all = json(rekey.run("datasources", "test", "--all", "-o", "json"));
    assertThat(all.get(0).get("success").asBoolean()).isTrue();
    assertThat(all.get(0).get("latencySeconds").asDouble()).isEqualTo(0.25);
  }

  @Test
  void testOfManyTellsHowFarItIs() {
    rekey.withOrders();
    rekey.run("datasources", "create", "more", "--kind", "kinesis", "--set", "a=b");
    rekey.run(
        "datasources",
        "create",
        "second",
        "--kind",
        "postgresql",
        "--set",
        "PGHOST=db",
        "--set",
        "PGDATABASE=shop",
        "--set",
        "PGUSER=app");

    assertThat(rekey.run("datasources", "test", "--all").err())
        .contains("tested 1 of 2", "tested 2 of 2");
    assertThat(rekey.run("datasources", "test", "--all", "--quiet").err()).isEmpty();
  }

  @Test
  void testOfAConfigThatBelongsToNoneNeedsItsKind() {
    assertThat(rekey.run("datasources", "test", "--kind", "trino", "--set", "TRINO_HOST=h").code())
        .isZero();
    assertThat(rekey.run("datasources", "test").code()).isEqualTo(2);
    assertThat(rekey.run("datasources", "test", "--all", "--set", "A=b").code()).isEqualTo(2);
  }

  @Test
  void deleteAsksAndTakesNothingForYesButYes() {
    rekey.withOrders();
    assertThat(rekey.run("datasources", "delete", "orders").code()).isEqualTo(2);
    assertThat(rekey.typing("n").run("datasources", "delete", "orders").code()).isEqualTo(1);

    Result result = rekey.typing("y").run("datasources", "delete", "orders");

    assertThat(result.code()).isZero();
    assertThat(rekey.run("datasources", "get", "orders").code()).isEqualTo(3);
  }

  @Test
  void exportHoldsNoSecretAndImportTakesItAgain() throws IOException {
    rekey.withOrders();
    Result exported = rekey.run("datasources", "export");
    assertThat(exported.out())
        .isEqualTo(
            """
            dataSources:
            - name: orders
              kind: POSTGRESQL
              config:
                PGDATABASE: shop
                PGHOST: db
                PGUSER: app
              needed:
              - PGPASSWORD
            """);

    Result imported =
        rekey.input(exported.out().replace("db", "db2")).run("datasources", "import", "-f", "-");

    assertThat(imported.code()).as(imported.err()).isZero();
    assertThat(imported.out()).contains("updated");
    assertThat(rekey.world().integrations().held("orders"))
        .containsEntry("PGHOST", "db2")
        .containsEntry("PGPASSWORD", CANARY);
    Path json = folder.resolve("sources.json");
    Files.writeString(json, rekey.run("datasources", "export", "-o", "json").out());
    assertThat(rekey.run("datasources", "import", "-f", json.toString()).code()).isZero();
  }

  @Test
  void importMakesWhatIsNewWithValuesFromWhereTheyAre() throws IOException {
    Path password = Files.writeString(folder.resolve("password"), CANARY + "\n");
    rekey.variable("WHO", "app").input(file("PGPASSWORD: {file: " + password + "}"));

    Result result = rekey.run("datasources", "import", "-f", "-");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(rekey.world().integrations().held("fresh"))
        .containsEntry("PGPORT", "05432")
        .containsEntry("PGUSER", "app")
        .containsEntry("PGPASSWORD", CANARY);
    assertThat(result.printed()).doesNotContain(CANARY);
  }

  @Test
  void importOfSomethingNewNamesWhatItNeeds() {
    rekey
        .variable("WHO", "app")
        .input(file("").replace("config:", "needed: [PGPASSWORD]\n    config:"));

    Result result = rekey.run("datasources", "import", "-f", "-");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith("rekey: fresh: is new and needs PGPASSWORD");
  }

  @Test
  void importRefusesTheValueOfASecretAndWritesNothing() {
    rekey.variable("WHO", "app").input(file("PGPASSWORD: " + CANARY));

    Result result = rekey.run("datasources", "import", "-f", "-");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("rekey: dataSources[0].config.PGPASSWORD: is a secret; say where it is")
        .doesNotContain(CANARY);
    assertThat(rekey.api().calls()).isEmpty();
  }

  @Test
  void importOfABrokenFileNamesTheLineAndQuotesNothing() {
    Result yaml =
        rekey.input("dataSources:\n - a: [" + CANARY).run("datasources", "import", "-f", "-");
    Result json =
        rekey.input("{\"dataSources\": [\n " + CANARY).run("datasources", "import", "-f", "-");

    assertThat(yaml.err()).startsWith("rekey: file: is no YAML in line ").doesNotContain(CANARY);
    assertThat(json.err()).startsWith("rekey: file: is no JSON in line 2").doesNotContain(CANARY);
  }

  @Test
  void dryRunOfAnImportWritesNothing() {
    rekey.variable("WHO", "app").input(file(""));

    Result result = rekey.run("datasources", "import", "-f", "-", "--dry-run");

    assertThat(result.out()).contains("fresh", "to create");
    assertThat(rekey.run("datasources", "get", "fresh").code()).isEqualTo(3);
  }

  @Test
  void nameThatIsTakenIsAConflict() {
    rekey.withOrders();

    Result again =
        rekey.run(
            "datasources",
            "create",
            "orders",
            "--kind",
            "postgresql",
            "--set",
            "PGHOST=db",
            "--set",
            "PGDATABASE=shop",
            "--set",
            "PGUSER=app");

    assertThat(again.code()).isEqualTo(6);
    assertThat(again.err()).isEqualTo("rekey: name: there is a data source with this name\n");
  }

  private static String file(String line) {
    return """
    dataSources:
      - name: fresh
        kind: postgresql
        config:
          PGHOST: db
          PGPORT: 05432
          PGDATABASE: shop
          PGUSER: {env: WHO}
          %s
    """
        .formatted(line);
  }

  private static JsonNode json(Result result) throws JsonProcessingException {
    return new ObjectMapper().readTree(result.out());
  }
}
