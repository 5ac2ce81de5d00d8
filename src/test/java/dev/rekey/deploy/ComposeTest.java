package dev.rekey.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.app.config.ConfigFiles;
import dev.rekey.app.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class ComposeTest {
  private static final Pattern PINNED = Pattern.compile("[a-z./-]+:v?[0-9]+\\.[0-9]+[a-z0-9.-]*");
  private static final Path FOLDER = Path.of("deploy", "compose");

  private final Map<String, Object> compose = compose();

  @Test
  void everythingToLookAtIsThere() {
    assertThat(Chart.map(compose, "services"))
        .containsOnlyKeys("rekey", "postgres", "kafka", "localstack", "prometheus", "grafana");
  }

  @Test
  void imagesThatAreNotBuiltHereArePinned() {
    Chart.map(compose, "services")
        .forEach(
            (name, service) -> {
              Map<?, ?> given = (Map<?, ?>) service;
              if (!given.containsKey("build")) {
                assertThat(given.get("image").toString()).as(name).matches(PINNED);
              }
            });
  }

  @Test
  void everyFileThatIsNamedIsThere() throws IOException {
    String text = Files.readString(Path.of("compose.yaml"));

    List<String> named =
        Pattern.compile("\\./?[a-z][a-z/.-]*|deploy/[a-zA-Z/.-]+")
            .matcher(text)
            .results()
            .map(match -> match.group().replaceFirst("\\.+$", ""))
            .filter(name -> name.contains("deploy/"))
            .toList();

    assertThat(named).hasSizeGreaterThan(8).allSatisfy(name -> assertThat(Path.of(name)).exists());
  }

  @Test
  void theWorkerTakesItsConfiguration() {
    Settings settings = Settings.of(ConfigFiles.read(FOLDER.resolve("rekey.yaml")));

    assertThat(settings.bindings().all()).hasSize(2);
  }

  @Test
  void theWorkerHasTheTimeThatItsDrainTakes() {
    var config = ConfigFiles.read(FOLDER.resolve("rekey.yaml"));

    assertThat(Chart.map(compose, "services", "rekey"))
        .containsEntry("stop_grace_period", "30s")
        .containsEntry("read_only", true);
    assertThat(config.worker().drain()).hasSeconds(10);
  }

  private static Map<String, Object> compose() {
    try {
      return new Yaml().load(Files.readString(Path.of("compose.yaml")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
