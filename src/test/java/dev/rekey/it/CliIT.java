package dev.rekey.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekey.client.AuditEntry;
import dev.rekey.it.CommandProcess.Result;
import dev.rekey.testing.FreePort;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The packaged command line against the packaged worker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CliIT {
  private static final String SECRET = "dir://shop";

  private final Login first = Login.known();

  @TempDir private Path folder;
  private WorkerProcess worker;

  @BeforeAll
  void start() {
    worker =
        WorkerProcess.start(
            "cli",
            WorkerConfig.silent()
                .bind("shop", "orders", Map.of("PGUSER", "/username", "PGPASSWORD", "/password")));
    worker.writeSecret("shop", first.json());
  }

  @AfterAll
  void stop() {
    worker.close();
  }

  @Test
  void dataSourceIsMadeRotatedWatchedAndRemoved() throws IOException {
    assertThat(create().code()).isZero();
    JsonNode listed = new ObjectMapper().readTree(rekey("datasources", "list", "-o", "json").out());
    assertThat(listed.get(0).get("name").asText()).isEqualTo("orders");
    Result tested = rekey("datasources", "test", "orders");
    assertThat(tested.out()).contains("passed");

    Login next = Login.known();
    worker.writeSecret("shop", next.json());
    Result watched;
    try (var watch =
        CommandProcess.start(
            folder, worker.clientVariables(), "", "rotations", "watch", "-o", "json")) {
      watch.awaitText("watching");
      Result triggered = rekey("rotations", "trigger", SECRET, "--wait");
      assertThat(triggered.code()).as(triggered.printed()).isZero();
      assertThat(triggered.out()).contains("COMMITTED");
      watch.awaitText("\"state\":\"COMMITTED\"");
      watch.interrupt();
      watched = watch.end();
    }

    assertThat(watched.code()).isEqualTo(130);
    assertThat(watched.err()).isEqualTo("watching; Ctrl-C ends it\n");
    Result got = rekey("datasources", "get", "orders");
    assertThat(got.out()).contains(next.user());
    Result exported = rekey("datasources", "export");
    assertThat(exported.out()).contains("- PGPASSWORD");
    assertThat(rekey("datasources", "delete", "orders", "--yes").code()).isZero();
    assertThat(
            Stream.of(tested, watched, got, exported)
                .map(Result::printed)
                .filter(text -> text.contains(Canary.TEXT)))
        .isEmpty();
  }

  private Result create() {
    String port = first.config().get("PGPORT");
    return CommandProcess.start(
            folder,
            worker.clientVariables(),
            first.password() + "\n",
            "datasources",
            "create",
            "orders",
            "--kind",
            "postgresql",
            "--set",
            "PGHOST=127.0.0.1",
            "--set",
            "PGPORT=" + port,
            "--set",
            "PGDATABASE=" + first.config().get("PGDATABASE"),
            "--set",
            "PGUSER=" + first.user(),
            "--set-stdin",
            "PGPASSWORD")
        .end();
  }

  @Test
  void whatAFileSaysIsMadeAndRotatedAndAppliedAgainItChangesNothing() throws IOException {
    Login login = Login.known();
    worker.writeSecret("declared", login.json());
    String file =
        """
        dataSources:
          - name: declared
            kind: POSTGRESQL
            config: {PGHOST: 127.0.0.1, PGPORT: "%s", PGDATABASE: "%s"}
        bindings:
          - {secret: "dir://declared", dataSource: declared, keys: {PGUSER: /username, PGPASSWORD: /password}}
        """
            .formatted(login.config().get("PGPORT"), login.config().get("PGDATABASE"));

    Result made = apply(file);

    assertThat(made.code()).as(made.printed()).isZero();
    assertThat(made.out()).contains("PGUSER: (empty, until it is rotated)", "COMMITTED");
    assertThat(rekey("datasources", "test", "declared").out()).contains("passed");
    Result exported = rekey("datasources", "export", "declared", "--bindings");
    List<AuditEntry> before = worker.client().rotations().audit("declared", 100);
    for (String again : List.of(file, exported.out())) {
      assertThat(apply(again).out()).isEqualTo("0 to make, 0 to change, 2 as they are.\n");
    }
    assertThat(worker.client().rotations().audit("declared", 100)).isEqualTo(before);

    Login next = Login.known();
    worker.writeSecret("declared", next.json());
    Result triggered = rekey("rotations", "trigger", "dir://declared", "--wait");
    assertThat(triggered.code()).as(triggered.printed()).isZero();
    String id = worker.client().datasources().find("declared").orElseThrow().id();
    assertThat(Login.heldBy(worker.client(), id)).isEqualTo(next);
    assertThat(apply(file).out()).isEqualTo("0 to make, 0 to change, 2 as they are.\n");

    worker.client().bindings().delete("dir://declared", "declared");
    worker.client().datasources().delete(id);
    Result remade = apply(exported.out());
    assertThat(remade.code()).as(remade.printed()).isZero();
    assertThat(remade.out()).contains("2 to make", "COMMITTED");
    assertThat(made.printed() + exported.printed() + remade.printed()).doesNotContain(Canary.TEXT);
    assertThat(rekey("bindings", "delete", "dir://declared", "declared", "--yes").code()).isZero();
    assertThat(rekey("datasources", "delete", "declared", "--yes").code()).isZero();
  }

  private Result apply(String file) {
    return CommandProcess.start(
            folder,
            worker.clientVariables(),
            file,
            "datasources",
            "apply",
            "-f",
            "-",
            "--yes",
            "--wait")
        .end();
  }

  @Test
  void generatedClientWorksWhenItIsSourced() {
    String script =
        "set -a; . '%s'; set +a; '%s' whoami --api-server '%s'"
            .formatted(
                worker.dataFolder().resolve("client.env"),
                CommandProcess.SCRIPT,
                worker.apiAddress());

    Result result = CommandProcess.shell(folder, Map.of(), script).end();

    assertThat(result.code()).as(result.printed()).isZero();
    assertThat(result.out()).contains("generated", "worker.admin");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void doctorFindsTheWorkerWell() {
    Result result = rekey("doctor");

    assertThat(result.code()).as(result.printed()).isZero();

    assertThat(result.out()).contains("login", "store");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void workerThatIsAwayIsSaidAndNothingIsStarted() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    var variables = new HashMap<>(worker.clientVariables());
    variables.put("CHALK_API_SERVER", "127.0.0.1:" + FreePort.find());

    Result listed = CommandProcess.start(elsewhere, variables, "", "datasources", "list").end();
    Result diagnosed = CommandProcess.start(elsewhere, variables, "", "doctor").end();

    assertThat(listed.code()).isEqualTo(5);
    assertThat(listed.err().lines()).as(listed.err()).hasSize(1);
    assertThat(listed.err()).startsWith("rekey: 127.0.0.1:").contains("cannot be reached");
    assertThat(diagnosed.code()).isEqualTo(5);
    assertThat(diagnosed.out()).contains("rekey serve");
    assertThat(elsewhere.resolve("data")).doesNotExist();
  }

  @Test
  void completionScriptIsRead() {
    String script =
        """
        '%s' completion bash > completion.sh
        bash -n completion.sh
        . ./completion.sh
        complete -p rekey
        compopt() { :; } # is for a shell with a person alone
        COMP_LINE='rekey datasources cr' COMP_POINT=20 COMP_WORDS=(rekey datasources cr) COMP_CWORD=2 COMPREPLY=()
        _complete_rekey
        echo "completed: ${COMPREPLY[*]}"
        if command -v zsh; then '%1$s' completion zsh > completion.zsh; zsh -n completion.zsh; fi
        if command -v fish; then '%1$s' completion fish > completion.fish; fish -n completion.fish; fi
        """
            .formatted(CommandProcess.SCRIPT);

    Result result = CommandProcess.shell(folder, Map.of(), script).end();

    assertThat(result.code()).as(result.printed()).isZero();
    assertThat(result.out()).contains("-F _complete_rekey rekey", "completed: create");
  }

  private Result rekey(String... arguments) {
    return CommandProcess.start(folder, worker.clientVariables(), "", arguments).end();
  }
}
