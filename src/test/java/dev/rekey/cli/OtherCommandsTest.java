package dev.rekey.cli;

import static dev.rekey.cli.CommandRun.CANARY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekey.api.v1.FindingLevel;
import dev.rekey.cli.CommandRun.Result;
import dev.rekey.testing.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherCommandsTest {
  private final CommandRun rekey = new CommandRun();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    rekey.close();
  }

  @Test
  void quarantineIsListedShownReplayedAndDropped() {
    assertThat(rekey.run("quarantine", "list").out()).contains("event-1", "is no CloudEvent");
    assertThat(rekey.run("quarantine", "show", "event-1").out()).contains("secret-rotations/0/7");
    assertThat(rekey.run("quarantine", "show", "event-2").code()).isEqualTo(3);

    Result replayed = rekey.run("quarantine", "replay", "event-1", "--wait");

    assertThat(replayed.code()).isZero();
    assertThat(replayed.err()).contains("dir://shop-db: 1 rotations here, 1 in other");
    assertThat(rekey.run("quarantine", "list").out()).isEqualTo("The quarantine is empty.\n");
    assertThat(rekey.run("quarantine", "drop", "event-1").code()).isEqualTo(2);
    assertThat(rekey.run("quarantine", "drop", "event-1", "--yes").code()).isEqualTo(3);
  }

  @Test
  void notificationsAreListedByStateAndReplayed() {
    assertThat(rekey.run("notifications", "list").out()).isEqualTo("There are none.\n");
    assertThat(rekey.run("notifications", "list", "--state", "dead").out())
        .contains("slack", "dev.rekey.rotation.committed", "it answered 404");
    assertThat(rekey.run("notifications", "endpoints", "-o", "json").out())
        .contains("\"circuitOpen\"");
    assertThat(rekey.run("notifications", "replay", "8").code()).isEqualTo(3);
    assertThat(rekey.run("notifications", "replay", "seven").err()).contains("whole number");

    Result replayed = rekey.run("notifications", "replay", "7");

    assertThat(replayed.code()).isZero();
    assertThat(rekey.run("notifications", "list", "--state", "dead").out())
        .isEqualTo("There are none.\n");
  }

  @Test
  void bindingsAreListedWithTheirKeys() {
    assertThat(rekey.run("bindings", "list").out())
        .contains("my_postgres_source  dir://shop-db  PGPASSWORD=/password");
  }

  @Test
  void bindingsAreCheckedOneByOne() throws IOException {
    rekey.withOrders();

    Result lacking = rekey.run("bindings", "check", "-o", "json");

    assertThat(lacking.code()).isEqualTo(1);
    JsonNode results = new ObjectMapper().readTree(lacking.out());
    assertThat(results.get(0).get("message").asText()).startsWith("there is no data source");
    assertThat(results.get(1).get("result").asText()).isEqualTo("ok");
    rekey.run("datasources", "update", "orders", "--name", "my_postgres_source");
    rekey.withOrders();
    assertThat(rekey.run("bindings", "check").code()).isZero();
    rekey.world().rotations().verdict = "refused";
    assertThat(rekey.run("bindings", "check").out()).contains("The test said refused.");
  }

  @Test
  void kindsAreListedWithoutAServer() throws IOException {
    rekey.without("CHALK_CLIENT_SECRET");

    JsonNode kinds = new ObjectMapper().readTree(rekey.run("kinds", "-o", "json").out());
    String keys = rekey.run("kinds", "postgresql").out();

    assertThat(kinds).hasSize(15);
    assertThat(keys.lines().filter(line -> line.startsWith("PGPASSWORD")))
        .hasSize(1)
        .allMatch(line -> line.contains("yes"));
    assertThat(rekey.run("kinds", "oracle").err()).contains("KIND: must be one of ATHENA");
  }

  @Test
  void whoamiSaysWhoAndWhat() {
    assertThat(rekey.run("whoami").out()).contains("client-1", "secrets.list", "Production");
  }

  @Test
  void keysAreExchangedAndWaitedFor() {
    Result begun = rekey.run("keys", "rotate");
    Result waited = rekey.run("keys", "rotate", "--wait");

    assertThat(begun.out()).startsWith("Under way: 0 of 8 values");
    assertThat(waited.out()).isEqualTo("All 8 values are sealed under the newest key.\n");
    assertThat(waited.err()).isEqualTo("0 of 8\n4 of 8\n");
    assertThat(rekey.pauses()).isEqualTo(2);
    assertThat(rekey.run("keys", "status", "-o", "yaml").out()).contains("running: false");
  }

  @Test
  void callsAreListed() {
    assertThat(rekey.run("calls", "list").out())
        .contains("ci", "chalk.server.v1.IntegrationsService/UpdateIntegration", "PGPASSWORD");
  }

  @Test
  void secretsAreSetListedReferredToAndDeleted() {
    Result set = rekey.input(CANARY + "\n").run("secrets", "set", "shared", "--stdin");
    Result asked = rekey.typing(CANARY).run("secrets", "set", "typed");
    rekey.withOrders();
    rekey.run("datasources", "update", "orders", "--set-secret", "PGPASSWORD=secret-shared");
    Result shown = rekey.run("datasources", "get", "orders");
    Result exported = rekey.run("datasources", "export", "orders");

    assertThat(set.out()).isEqualTo("Set shared, id secret-shared.\n");
    assertThat(asked.code()).isZero();
    assertThat(rekey.world().secrets().held()).containsEntry("shared", CANARY);
    assertThat(rekey.run("secrets", "list").out()).contains("secret-shared", "secret-typed");
    assertThat(shown.out().lines().filter(line -> line.startsWith("PGPASSWORD")))
        .hasSize(1)
        .allMatch(line -> line.contains("secret-shared"));
    assertThat(exported.out()).contains("PGPASSWORD:\n      secretId: secret-shared");
    assertThat(rekey.run("secrets", "delete", "shared", "-y").out()).isEqualTo("Deleted shared.\n");
    assertThat(rekey.run("secrets", "delete", "shared", "-y").code()).isEqualTo(3);
  }

  @Test
  void loginTriesTheCredentialsAndKeepsThemForTheOwnerAlone() throws IOException {
    Path file = folder.resolve(".chalk.yml");
    rekey.without("CHALK_CLIENT_SECRET").variable("HOME", folder.toString());

    Result result = rekey.typing("hush-hush").run("login");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("client-1 works at 127.0.0.1:", "kept in " + file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(result.printed()).doesNotContain("hush-hush");
    rekey.without("CHALK_CLIENT_ID").without("CHALK_API_SERVER").without("CHALK_ENVIRONMENT");
    assertThat(rekey.run("login", "--check").out()).contains("client-1");
    assertThat(rekey.run("datasources", "list").code()).isZero();
  }

  @Test
  void loginKeepsWhatItIsNotToldToChange() {
    Path file = folder.resolve("named.yml");
    rekey.input("hush-hush\n");
    Result first = rekey.run("login", "--stdin", "--credentials-file", file.toString());
    rekey.without("CHALK_CLIENT_ID").without("CHALK_API_SERVER").without("CHALK_ENVIRONMENT");

    Result again = rekey.run("login", "--stdin", "--credentials-file", file.toString());

    assertThat(first.code()).as(first.err()).isZero();
    assertThat(again.out()).isEqualTo(first.out());
    assertThat(rekey.run("login", "--check", "--credentials-file", file.toString()).out())
        .contains("production");
  }

  @Test
  void loginThatDoesNotWorkIsNotKept() {
    rekey.variable("HOME", folder.toString());

    Result result = rekey.input(CANARY).run("login", "--stdin");

    assertThat(result.code()).isEqualTo(4);
    assertThat(result.printed()).doesNotContain(CANARY);
    assertThat(folder.resolve(".chalk.yml")).doesNotExist();
  }

  @Test
  void doctorSaysWhatIsWrongWithTheWorker() {
    Result well = rekey.run("doctor");
    rekey.world().admin().store = FindingLevel.FINDING_LEVEL_PROBLEM;
    Result ill = rekey.run("doctor");

    assertThat(well.code()).isZero();
    assertThat(well.out()).contains("login", "client-1 in environment production", "store");
    assertThat(ill.code()).isEqualTo(1);
    assertThat(ill.out()).contains("problem  store", "Free some space.");
  }

  @Test
  void doctorSaysWhyTheWorkerCannotBeAsked() {
    Result refused = rekey.variable("CHALK_CLIENT_SECRET", CANARY).run("doctor");
    Result nobody = rekey.without("CHALK_CLIENT_SECRET").run("doctor");
    Result away =
        rekey
            .variable("CHALK_CLIENT_SECRET", "any")
            .variable("CHALK_API_SERVER", "127.0.0.1:" + FreePort.find())
            .run("doctor");

    assertThat(refused.code()).isEqualTo(4);
    assertThat(refused.out()).contains("problem", "rekey login").doesNotContain(CANARY);
    assertThat(nobody.code()).isEqualTo(2);
    assertThat(nobody.out()).contains("credentials", "CHALK_CLIENT_SECRET", "data/client.env");
    assertThat(away.code()).isEqualTo(5);
    assertThat(away.out()).contains("cannot be reached", "rekey serve");
    Result byTls =
        rekey.variable("CHALK_API_SERVER", "https://" + rekey.api().address()).run("doctor");
    assertThat(byTls.code()).isEqualTo(5);
    assertThat(byTls.out()).contains("TLS");
  }

  @Test
  void doctorWarnsOfCredentialsThatOthersCanRead() throws IOException {
    Path file = Files.writeString(folder.resolve(".chalk.yml"), "tokens: {}\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    rekey.variable("HOME", folder.toString());

    assertThat(rekey.run("doctor").out()).contains("warning", "chmod 600 " + file);
  }

  @Test
  void completionIsForEachShell() {
    assertThat(rekey.run("completion", "bash").out()).contains("complete -F", "datasources");
    assertThat(rekey.run("completion", "zsh").out()).contains("bashcompinit");
    assertThat(rekey.run("completion", "fish").out())
        .contains(
            "complete -c rekey -f\n",
            "-n '__fish_seen_subcommand_from datasources; and not"
                + " __fish_seen_subcommand_from list ",
            "-l set-file");
    assertThat(rekey.run("completion", "powershell").code()).isEqualTo(2);
  }
}
