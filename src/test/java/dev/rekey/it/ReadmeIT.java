package dev.rekey.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The commands of the README, as they are printed there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadmeIT {
  private static final String MARK = "<!-- curl -->";
  private static final JsonNode NAME = TextNode.valueOf("my_postgres_source");

  private WorkerProcess worker;

  @BeforeAll
  void start() {
    worker = WorkerProcess.start("readme", WorkerConfig.silent());
  }

  @AfterAll
  void stop() {
    worker.close();
  }

  @Test
  void curlIsInstalled() throws IOException {
    assertThat(bash("command -v curl").exit()).as("curl is missing: .ci/run installs it").isZero();
  }

  @Test
  void curlLinesWorkAsPrinted() throws IOException {
    Output output = bash("set -euo pipefail\n" + block());

    assertThat(output.exit()).as(output.text()).isZero();
    assertThat(answers(output))
        .satisfiesExactly(
            inserted -> assertThat(inserted.at("/integration/name")).isEqualTo(NAME),
            listed -> assertThat(listed.at("/integrations/0/name")).isEqualTo(NAME),
            tested -> assertThat(tested.at("/message").asText()).contains("127.0.0.1:5432"),
            updated -> assertThat(updated.at("/integration/name")).isEqualTo(NAME),
            read -> assertThat(read.at("/secretvalue/value").asText()).isEqualTo("orders"),
            deleted -> assertThat(deleted).isEmpty());
    assertThat(worker.client().datasources().list()).isEmpty();
    assertThat(output.text()).doesNotContain(worker.clientVariables().get("CHALK_CLIENT_SECRET"));
  }

  /** One answer of the server after the other. */
  private static List<JsonNode> answers(Output output) throws IOException {
    try (MappingIterator<JsonNode> answers =
        new ObjectMapper().readerFor(JsonNode.class).readValues(output.text())) {
      return answers.readAll();
    }
  }

  /** The fenced lines between the two marks. */
  private static String block() throws IOException {
    List<String> parts = List.of(Files.readString(Path.of("README.md")).split(MARK, -1));
    assertThat(parts).as("README.md has one block between two %s", MARK).hasSize(3);
    return String.join("\n", parts.get(1).lines().filter(line -> !line.startsWith("```")).toList());
  }

  private Output bash(String script) throws IOException {
    var builder =
        new ProcessBuilder("bash", "-c", script)
            .directory(worker.folder().toFile())
            .redirectErrorStream(true);
    builder.environment().put("API", worker.apiAddress());
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Output(process.onExit().join().exitValue(), text);
  }

  private record Output(int exit, String text) {}
}
