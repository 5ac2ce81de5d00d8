package dev.rekey.deploy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.Yaml;

/**
 * What the Helm chart makes of some values, by Helm itself.
 *
 * @param manifests as they would go to Kubernetes
 */
record Chart(String manifests) {
  static final Path FOLDER = Path.of("deploy", "helm", "rekey");

  /** With the values of a file in the chart's {@code ci} folder; "" for its defaults. */
  static Chart rendered(String values) {
    TemplateCommand command = new Helm(FOLDER).template().withName("production");
    return new Chart(
        values.isEmpty()
            ? command.call()
            : command.withValuesFile(FOLDER.resolve("ci").resolve(values + "-values.yaml")).call());
  }

  /** With some values set, as {@code --set} does. */
  static Chart rendered(Map<String, String> set) {
    TemplateCommand command = new Helm(FOLDER).template().withName("production");
    set.forEach(command::set);
    return new Chart(command.call());
  }

  /** The one resource of a kind, of those whose name ends like this. */
  Optional<Map<String, Object>> find(String kind, String nameEnd) {
    return all().stream()
        .filter(each -> each.get("kind").equals(kind))
        .filter(each -> text(each, "metadata", "name").endsWith(nameEnd))
        .findFirst();
  }

  Map<String, Object> one(String kind) {
    return find(kind, "").orElseThrow(() -> new AssertionError("no " + kind + ":\n" + manifests));
  }

  /** The pod that Deployment or StatefulSet make. */
  Map<String, Object> pod() {
    Map<String, Object> workload =
        find("Deployment", "").or(() -> find("StatefulSet", "")).orElseThrow();
    return map(workload, "spec", "template", "spec");
  }

  @SuppressWarnings("unchecked")
  Map<String, Object> container() {
    return ((List<Map<String, Object>>) pod().get("containers")).getFirst();
  }

  /** The worker's configuration. */
  String rekeyYaml() {
    return text(one("ConfigMap"), "data", "rekey.yaml");
  }

  @SuppressWarnings("unchecked")
  List<Map<String, Object>> all() {
    var resources = new ArrayList<Map<String, Object>>();
    StreamSupport.stream(new Yaml().loadAll(manifests).spliterator(), false)
        .filter(each -> each != null)
        .forEach(each -> resources.add((Map<String, Object>) each));
    return resources;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Map<String, Object> in, String... path) {
    Map<String, Object> at = in;
    for (String step : path) {
      at = (Map<String, Object>) at.get(step);
    }
    return at;
  }

  static String text(Map<String, Object> in, String parent, String name) {
    return map(in, parent).get(name).toString();
  }
}
