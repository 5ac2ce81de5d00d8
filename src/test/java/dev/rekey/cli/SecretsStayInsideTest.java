package dev.rekey.cli;

import static dev.rekey.cli.CommandRun.CANARY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.cli.CommandRun.Result;
import dev.rekey.cli.console.Item;
import dev.rekey.cli.console.Shell;
import dev.rekey.cli.datasource.DataSourceFile;
import dev.rekey.cli.datasource.FileNode;
import dev.rekey.cli.datasource.Given;
import dev.rekey.cli.datasource.StoredKeys;
import dev.rekey.client.FakeApi;
import dev.rekey.client.IntegrationKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A value of a secret goes through everything, and is printed nowhere. */
class SecretsStayInsideTest {
  private static final List<String> FORMATS = List.of("table", "json", "yaml");

  private final CommandRun rekey = new CommandRun();
  private final List<Result> results = new ArrayList<>();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    rekey.close();
  }

  @Test
  void valueGoesThroughEveryCommandAndIsPrintedByNone() throws IOException {
    String file = Files.writeString(folder.resolve("password"), CANARY).toString();
    Path sources =
        Files.writeString(
            folder.resolve("sources.yaml"),
            """
            dataSources:
              - name: fresh
                kind: POSTGRESQL
                config: {PGHOST: db, PGDATABASE: shop, PGUSER: app, PGPASSWORD: {env: PASSWORD}}
            """);
    rekey.variable("PASSWORD", CANARY).input(CANARY).withOrders();
    for (String format : FORMATS) {
      rekey.input(CANARY);
      run(format, "datasources update orders --set-file PGPASSWORD=" + file);
      run(format, "datasources update orders --set-base64-file PGPASSWORD=" + file);
      run(format, "datasources update orders --set-env PGPASSWORD=PASSWORD");
      run(format, "datasources update orders --set-stdin PGPASSWORD");
      run(format, "datasources test orders --set-stdin PGPASSWORD");
      run(format, "datasources test --kind postgresql --set-stdin PGPASSWORD");
      run(format, "datasources get orders");
      run(format, "datasources list");
      run(format, "datasources export");
      run(format, "datasources import -f " + sources);
      run(format, "datasources import --dry-run -f " + sources);
      run(format, "secrets set shared --stdin");
      run(format, "secrets set shared --env PASSWORD");
      run(format, "secrets list");
      run(format, "calls list");
      run(format, "whoami");
      run(format, "doctor");
    }

    assertThat(results).allMatch(result -> result.code() == 0);
    assertThat(rekey.world().integrations().held("fresh")).containsEntry("PGPASSWORD", CANARY);
    assertThat(results).noneMatch(result -> result.printed().contains(CANARY));
  }

  @Test
  void valueIsInNoError() throws IOException {
    String file = Files.writeString(folder.resolve("password"), CANARY).toString();
    rekey.variable("PASSWORD", CANARY).withOrders();
    rekey.input(CANARY);
    run("table", "datasources create orders --kind postgresql --set-stdin PGPASSWORD");
    run("table", "datasources create bad-name --kind postgresql --set-file PGPASSWORD=" + file);
    run("table", "datasources create other --kind postgresql --set-env PGPASSWORD=PASSWORD");
    run("table", "datasources update nobody --set-stdin PGPASSWORD");
    run("table", "datasources update orders --set-stdin PGPASSWORD --set-env PGPASSWORD=PASSWORD");
    run("table", "datasources import -f " + file);
    run("table", "datasources list --credentials-file " + file);
    run("table", "datasources list --root-certificates " + file);
    run("table", "login --client-id " + FakeApi.ID + " --stdin");

    assertThat(results).allMatch(result -> result.code() > 0 && !result.err().isEmpty());
    assertThat(results).noneMatch(result -> result.printed().contains(CANARY));
  }

  @Test
  void valueIsInNoToString() {
    var nowhere = new PrintWriter(Writer.nullWriter());
    var shell =
        new Shell(
            Map.of("PASSWORD", CANARY),
            InputStream.nullInputStream(),
            nowhere,
            nowhere,
            false,
            new Described.Nobody(),
            _ -> {});
    var given = new Given.Value(CANARY);

    assertThat(
            List.of(
                shell.toString(),
                given.toString(),
                Item.of("value", CANARY).toString(),
                FileNode.parse("value: " + CANARY).toString(),
                new StoredKeys(Map.of("KEY", CANARY), Map.of(), Set.of()).toString(),
                new DataSourceFile.Entry(
                        "orders", IntegrationKind.KAFKA, Map.of("KEY", given), Set.of())
                    .toString()))
        .noneMatch(text -> text.contains(CANARY));
  }

  private void run(String format, String line) {
    results.add(rekey.run((line + " -o " + format).split(" ", -1)));
  }
}
