package dev.rekey.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.testing.NotRun;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The scripts of docs/sdk-page.md, as they are printed there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SdkPageIT {
  private static final Path PAGE = Path.of("docs", "sdk-page.md");
  private static final Path PYTHON = Path.of("src", "test", "python", "sdk_page.py");

  private WorkerProcess worker;

  @BeforeAll
  void start() throws IOException {
    worker = WorkerProcess.start("sdk-page", WorkerConfig.silent());
    Files.writeString(
        worker.folder().resolve("service-account-key.json"), "{\"type\": \"service_account\"}");
  }

  @AfterAll
  void stop() {
    worker.close();
  }

  @AfterEach
  void nothingIsLeftAndNoSecretWasPrinted() {
    assertThat(worker.client().datasources().list()).isEmpty();
  }

  /** The client's jar is all of Rekey that is there. */
  @Test
  void javaLinesWorkAsPrintedWithTheJarOfTheClientAlone() throws IOException {
    Path source = worker.folder().resolve("SdkPage.java");
    Files.writeString(source, block("java"));

    Output output =
        run(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--class-path",
            ClientJar.classPath(),
            source.toString());

    assertThat(output.exit()).as(output.text()).isZero();
    assertThat(output.text())
        .contains(
            "BIGQUERY  my_updated_source  id=",
            "SNOWFLAKE  my_snowflake_source  id=",
            "POSTGRESQL  my_postgres_source  id=",
            "Success: false, Message: ",
            "my_bigquery_source is now my_updated_source");
    assertKeepsTheSecret(output);
  }

  @Test
  void curlLinesWorkAsPrinted() throws IOException {
    Output output = run("bash", "-c", "set -euo pipefail\n" + block("curl"));

    assertThat(output.exit()).as(output.text()).isZero();
    assertThat(output.text())
        .contains("my_bigquery_source", "my_updated_source", "my_snowflake_source")
        .contains("INTEGRATION_KIND_POSTGRESQL", "\"message\"")
        .doesNotContainPattern("\"code\":\"[a-z_]+\"");
    assertKeepsTheSecret(output);
  }

  @Test
  void commandLineWorksAsPrinted() throws IOException {
    String rekey = "rekey() { '" + CommandProcess.SCRIPT + "' \"$@\"; }\n";
    Output output = run("bash", "-c", "set -euo pipefail\n" + rekey + block("cli"));

    assertThat(output.exit()).as(output.text()).isZero();
    assertThat(output.text())
        .contains("my_bigquery_source", "my_snowflake_source", "my_postgres_source")
        .contains("the test ended with 1", "my_updated_source");
    assertKeepsTheSecret(output);
  }

  /** The page itself is in Python; this is the channel of its client, and what it sends. */
  @Test
  void pythonCallsTheSameWithTheChannelOfTheClientOfThePage() throws IOException {
    if (run("python3", "-c", "import grpc, grpc_reflection.v1alpha").exit() != 0) {
      NotRun.abort("The SDK page with grpcio", "Python has no grpcio with grpcio-reflection");
    }

    Output output = run("python3", PYTHON.toAbsolutePath().toString());

    assertThat(output.exit()).as(output.text()).isZero();
    assertThat(output.text().lines())
        .containsExactly(
            "listed 0",
            "created my_bigquery_source",
            "created my_snowflake_source",
            "created my_postgres_source",
            "got my_bigquery_source ['BQ_DATASET', 'BQ_PROJECT']",
            "tested False True",
            "updated my_updated_source",
            "left 0");
  }

  private void assertKeepsTheSecret(Output output) {
    assertThat(output.text()).doesNotContain(worker.clientVariables().get("CHALK_CLIENT_SECRET"));
  }

  /** The fenced lines between two marks. */
  private static String block(String name) throws IOException {
    List<String> parts = List.of(Files.readString(PAGE).split("<!-- " + name + " -->", -1));
    assertThat(parts).as("the page has one block %s", name).hasSize(3);
    return String.join("\n", parts.get(1).lines().filter(line -> !line.startsWith("```")).toList());
  }

  private Output run(String... command) throws IOException {
    var builder =
        new ProcessBuilder(command).directory(worker.folder().toFile()).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(worker.clientVariables());
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Output(process.onExit().join().exitValue(), text);
  }

  private record Output(int exit, String text) {}
}
