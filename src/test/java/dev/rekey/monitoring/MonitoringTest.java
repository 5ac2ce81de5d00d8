package dev.rekey.monitoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekey.testing.NotRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The dashboard and the alert rules that are shipped, and the page that explains them. */
class MonitoringTest {
  private static final Path FOLDER = Path.of("deploy", "monitoring");
  private static final Path RULES = FOLDER.resolve("alerts.yaml");
  private static final Pattern METRIC = Pattern.compile("\\brekey_[a-z_]+");
  private static final Pattern ANCHOR = Pattern.compile("(?m)^#+ (.+)$");

  /** The names that {@code docs/operations.md} explains. */
  private static Set<String> documented() throws IOException {
    return OperationsPage.metrics();
  }

  @Test
  void everyMetricOfTheRulesIsDocumented() throws IOException {
    Set<String> used = new TreeSet<>();
    rules().forEach(rule -> used.addAll(metrics((String) rule.get("expr"))));

    assertThat(used).isNotEmpty().isSubsetOf(documented());
  }

  @Test
  void everyMetricOfTheDashboardIsDocumented() throws IOException {
    Set<String> used = new TreeSet<>();
    JsonNode dashboard = new ObjectMapper().readTree(FOLDER.resolve("dashboard.json").toFile());
    dashboard
        .findValues("expr")
        .forEach(expression -> used.addAll(metrics(expression.textValue())));

    assertThat(used).isNotEmpty().isSubsetOf(documented());
  }

  @Test
  void everyAlertHasARunbookThatIsThere() throws IOException {
    Set<String> anchors = new TreeSet<>();
    Matcher heading = ANCHOR.matcher(Files.readString(OperationsPage.FILE));
    while (heading.find()) {
      anchors.add(heading.group(1).toLowerCase(Locale.ROOT).replace(' ', '-'));
    }

    for (Map<String, Object> rule : rules()) {
      String runbook = (String) ((Map<?, ?>) rule.get("annotations")).get("runbook_url");
      assertThat(runbook).startsWith("docs/operations.md#");
      assertThat(anchors).contains(runbook.substring(runbook.indexOf('#') + 1));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check rules alerts.yaml",
        "test rules alerts.test.yaml",
        "check config prometheus.yml"
      })
  void promtoolTakesIt(String arguments) throws IOException, InterruptedException {
    if (!Files.isExecutable(PrometheusServer.PROMTOOL)) {
      NotRun.abort("promtool " + arguments, "there is no promtool: apt-get install prometheus");
    }
    List<String> command = new ArrayList<>(List.of(PrometheusServer.PROMTOOL.toString()));
    command.addAll(List.of(arguments.split(" ", -1)));
    Process promtool =
        new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true).start();
    String said = new String(promtool.getInputStream().readAllBytes(), UTF_8);

    assertThat(promtool.waitFor()).as(said).isZero();
  }

  private static List<Map<String, Object>> rules() throws IOException {
    Map<String, List<Map<String, List<Map<String, Object>>>>> file =
        new Yaml().load(Files.readString(RULES));
    return file.get("groups").getFirst().get("rules");
  }

  private static Set<String> metrics(String expression) {
    Set<String> names = new TreeSet<>();
    Matcher metric = METRIC.matcher(expression);
    while (metric.find()) {
      names.add(metric.group().replaceFirst("_bucket$", ""));
    }
    return names;
  }
}
