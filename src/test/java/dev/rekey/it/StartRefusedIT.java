package dev.rekey.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.testing.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A configuration that cannot be meant stops the start, in one line that names the key. */
class StartRefusedIT {
  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {stroe: {kind: sqlite}}                                                        | rekey.stroe.kind
          {tokens: {lifetime: soon}}                                                     | rekey.tokens.lifetime
          {tokens: {lifetime: 48h}}                                                      | rekey.tokens.lifetime
          {bindings: [{secret: 'dir://a', environment: no, data-source: a, keys: {K: /k}}]}   | rekey.bindings[0].environment
          {bindings: [{secret: 'dir://a', environment: default, data-source: a}]}        | rekey.bindings[0].keys
          {bindings: [{secret: 'ftp://a', environment: default, data-source: a, keys: {K: /k}}]} | rekey.bindings[0].secret
          """)
  void theKeyAtFaultIsNamedAndNothingIsMade(String config, String key)
      throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("rekey.yaml"), "rekey: " + config + "\n");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR.toAbsolutePath().toString())
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().put("REKEY_CONFIG", file.toString());
    builder.environment().put("REKEY_HTTP_PORT", "" + FreePort.find());
    builder.environment().put("REKEY_HTTP_MANAGEMENT_PORT", "" + FreePort.find());

    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).as(output).isEqualTo(1);
    assertThat(output.lines().filter(line -> line.contains("the worker cannot start")))
        .singleElement()
        .asString()
        .contains(key);
    assertThat(folder.resolve("data")).doesNotExist();
  }
}
