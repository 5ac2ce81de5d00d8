package dev.rekey.cli;

import static dev.rekey.cli.CommandRun.CANARY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.cli.CommandRun.Result;
import dev.rekey.client.FakeApi;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeclareCommandsTest {
  private static final String FILE =
      """
      dataSources:
        - name: stock
          kind: POSTGRESQL
          config: {PGHOST: db, PGDATABASE: stock, PGSSLMODE: {env: MODE}}
      bindings:
        - {secret: "dir://stock", dataSource: stock, keys: {PGUSER: /user, PGPASSWORD: /password}}
      """;

  private final CommandRun rekey = new CommandRun().variable("MODE", "require");

  @AfterEach
  void close() {
    rekey.close();
  }

  private Result apply(String file, String... more) {
    String[] arguments = new String[4 + more.length];
    System.arraycopy(new String[] {"datasources", "apply", "-f", "-"}, 0, arguments, 0, 4);
    System.arraycopy(more, 0, arguments, 4, more.length);
    return rekey.input(file).run(arguments);
  }

  private long writes() {
    return rekey.api().calls().stream()
        .map(FakeApi.Call::method)
        .filter(
            method ->
                method.contains("Insert") || method.contains("Update") || method.contains("Apply"))
        .count();
  }

  @Test
  void aDryRunSaysWhatDiffersEndsWithOneAndWritesNothing() {
    Result result = apply(FILE, "--dry-run");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out())
        .isEqualTo(
            """
            + data source stock (POSTGRESQL)
                PGHOST: db
                PGDATABASE: stock
                PGSSLMODE: require
                PGUSER: (empty, until it is rotated)
            + binding of stock to dir://stock
                keys: PGPASSWORD /password, PGUSER /user
            2 to make, 0 to change, 0 as they are.
            """);
    assertThat(writes()).isZero();
  }

  @Test
  void whatWasAppliedIsNotWrittenAgain() {
    Result first = apply(FILE, "--yes", "--wait");
    assertThat(first.code()).as(first.printed()).isZero();
    assertThat(first.out()).contains("created", "rotation-2", "COMMITTED");
    assertThat(rekey.world().integrations().held("stock"))
        .isEqualTo(
            Map.of("PGHOST", "db", "PGDATABASE", "stock", "PGSSLMODE", "require", "PGUSER", ""));
    long before = writes();

    Result again = apply(FILE, "--yes");

    assertThat(again.code()).isZero();
    assertThat(again.out()).isEqualTo("0 to make, 0 to change, 2 as they are.\n");
    assertThat(writes()).isEqualTo(before);
  }

  @Test
  void onlyTheKeysThatDifferAreWrittenAndSecretsAreNotShown() {
    String file =
        """
        dataSources:
          - name: plain
            kind: POSTGRESQL
            config: {PGHOST: db, PGDATABASE: shop, PGUSER: app, PGPASSWORD: {env: PASSWORD}}
        """;
    rekey.variable("PASSWORD", CANARY);
    apply(file, "--yes");
    rekey.variable("PASSWORD", CANARY + "-next");

    Result result = apply(file.replace("PGHOST: db", "PGHOST: db2"), "--yes");

    assertThat(result.code()).as(result.printed()).isZero();
    assertThat(result.out())
        .contains("~ data source plain\n    PGHOST: db -> db2\n")
        .contains("PGPASSWORD: (secret) -> (secret)\n")
        .doesNotContain("PGUSER");
    assertThat(result.printed()).doesNotContain(CANARY);
    assertThat(rekey.world().integrations().held("plain"))
        .containsEntry("PGHOST", "db2")
        .containsEntry("PGPASSWORD", CANARY + "-next");
  }

  @Test
  void aBindingThatTheFileDoesNotSpeakOfKeepsItsKeysToo() {
    rekey.withOrders();
    rekey.variable("OTHER", "other");

    Result result =
        apply(
            "dataSources: [{name: orders, kind: postgresql, config: {PGPASSWORD: {env: OTHER}}}]",
            "--yes");

    assertThat(result.out()).contains("= orders: PGPASSWORD is left to its binding");
    assertThat(rekey.world().integrations().held("orders")).containsEntry("PGPASSWORD", CANARY);
  }

  @Test
  void aKeyThatABindingFeedsIsLeftToItOnceItIsThere() {
    apply(FILE, "--yes");

    Result result = apply(FILE.replace("{PGHOST: db,", "{PGHOST: db, PGUSER: other,"), "--yes");

    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("= stock: PGUSER is left to its binding");
    assertThat(rekey.world().integrations().held("stock")).containsEntry("PGUSER", "");
  }

  @Test
  void itAsksBeforeItWrites() {
    Result nobody = apply(FILE);
    Result no = rekey.typing("no").input(FILE).run("datasources", "apply", "-f", "-");

    assertThat(nobody.code()).isEqualTo(2);
    assertThat(nobody.err()).contains("--yes");
    assertThat(no.code()).isEqualTo(1);
    assertThat(writes()).isZero();
    assertThat(rekey.typing("yes").input(FILE).run("datasources", "apply", "-f", "-").code())
        .isZero();
  }

  @Test
  void nothingIsWrittenOfAFileThatCannotBeCarriedOutAsAWhole() {
    rekey.withOrders();
    long before = writes();

    assertRefused(FILE.replace("PGDATABASE: stock, ", ""), "stock: is new and needs PGDATABASE");
    assertRefused(
        "bindings: [{secret: 'dir://stock', dataSource: elsewhere}]",
        "elsewhere: is bound to dir://stock, and is neither in the file nor on the server");
    assertRefused(
        "dataSources: [{name: orders, kind: mysql, config: {}}]",
        "orders: is of kind POSTGRESQL, which stays");
    assertRefused(
        FILE.replace("env: MODE", "env: NONE"),
        "stock.PGSSLMODE: there is no environment variable");
    assertRefused(
        FILE.replace("PGSSLMODE: {env: MODE}", "PGPASSWORD: " + CANARY),
        "line 4: dataSources[0].config.PGPASSWORD: is a secret");
    assertThat(writes()).isEqualTo(before);
  }

  private void assertRefused(String file, String message) {
    Result result = apply(file, "--yes");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains(message).doesNotContain(CANARY);
  }

  @Test
  void aBindingOfTheConfigurationIsNotChanged() {
    rekey.withOrders();
    String binding =
        "bindings: [{secret: 'dir://shop-db', dataSource: orders, keys: {%s: /password}}]";

    assertThat(apply(binding.formatted("PGPASSWORD"), "--yes").out()).contains("1 as they are");
    assertRefused(
        binding.formatted("PGUSER"),
        "orders: is bound to dir://shop-db by the configuration file of the worker");
  }

  @Test
  void aSecretThatCannotBeHadIsSaidBeforehand() {
    rekey.withOrders();

    Result result =
        apply(
            "bindings: [{secret: 'dir://missing', dataSource: orders, keys: {PGHOST: ''}}]", "-y");

    assertThat(result.code()).isZero();
    assertThat(result.err())
        .contains("warning: dir://missing cannot be had now: There is no file.");
  }

  @Test
  void whatIsExportedIsAppliedWithoutAChangeAndMakesTheSameElsewhere() {
    rekey.withOrders();
    apply(FILE, "--yes");
    String exported = rekey.run("datasources", "export", "--bindings").out();
    assertThat(exported).doesNotContain(CANARY).contains("dir://stock", "dir://shop-db");

    Result same = apply(exported, "--yes");

    assertThat(same.code()).as(same.printed()).isZero();
    assertThat(same.out()).contains("0 to make, 0 to change");
    try (CommandRun empty = new CommandRun()) {
      Result made = empty.input(exported).run("datasources", "apply", "-f", "-", "--yes");
      assertThat(made.code()).as(made.printed()).isZero();
      assertThat(empty.run("datasources", "export", "--bindings").out()).isEqualTo(exported);
    }
  }

  @Test
  void aDataSourceThatIsMadeAnewIsFilledByTheBindingThatIsThere() {
    apply(FILE.replace("dir://stock", "dir://shop-db"), "--yes");
    rekey.run("datasources", "delete", "stock", "--yes");

    Result result = apply(FILE.replace("dir://stock", "dir://shop-db"), "--yes", "--wait");

    assertThat(result.code()).as(result.printed()).isZero();
    assertThat(result.out())
        .contains("> rotation of dir://shop-db into stock", "1 to make, 0 to change, 1 as they are")
        .contains("rotated", "COMMITTED");
  }

  @Test
  void aBindingIsTakenOut() {
    apply(FILE, "--yes");

    Result result = rekey.run("bindings", "delete", "dir://stock", "stock", "--yes");

    assertThat(result.out()).isEqualTo("stock is not bound to dir://stock any more.\n");
    assertThat(rekey.run("bindings", "list").out()).doesNotContain("dir://stock");
    assertThat(rekey.run("bindings", "delete", "dir://stock", "stock", "-y").code()).isEqualTo(3);
  }

  @Test
  void scriptsGetWhatWasDone() {
    Result planned = apply(FILE, "--dry-run", "-o", "json");
    Result done = apply(FILE, "--yes", "-o", "json");

    assertThat(planned.out()).contains("\"change\" : \"create\"", "\"PGUSER\"");
    assertThat(done.out()).contains("\"result\" : \"created\"", "\"rotationId\" : \"rotation-2\"");
  }
}
