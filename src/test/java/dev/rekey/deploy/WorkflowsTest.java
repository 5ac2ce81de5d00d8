package dev.rekey.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class WorkflowsTest {
  private static final Pattern USES = Pattern.compile("uses: (.*)");
  private static final String PINNED = "[\\w/.-]+@[0-9a-f]{40} # v\\d+(\\.\\d+)+";

  @ParameterizedTest
  @ValueSource(strings = {"build.yml", "release.yml"})
  void workflowsAreYamlWithPinnedActionsAndFewPermissions(String name) throws IOException {
    String text = Files.readString(Path.of(".github", "workflows", name));

    Map<String, Object> workflow = new Yaml().load(text);

    assertThat(workflow).containsKeys("name", "jobs", "permissions");
    assertThat(workflow).containsEntry("permissions", Map.of("contents", "read"));
    assertThat(USES.matcher(text).results().map(match -> match.group(1)))
        .isNotEmpty()
        .allSatisfy(action -> assertThat(action).matches(PINNED));
  }
}
