package dev.rekey.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/** Whether everything that is shipped may be: by what the SBOM says, and {@code licences.yaml}. */
final class Licences {
  static final Path DECISIONS = Path.of("deploy", "release", "licences.yaml");

  /** How authors write the names of licences that have an SPDX id. */
  private static final Map<Pattern, String> NAMES =
      Map.of(
          Pattern.compile("(the )?apache.*2.*"), "Apache-2.0",
          Pattern.compile("(the )?mit(-| )?(licen[cs]e)?"), "MIT",
          Pattern.compile(".*bsd.*2.*clause.*|.*simplified bsd.*"), "BSD-2-Clause",
          Pattern.compile(".*bsd.*3.*clause.*|bsd new.*|(new|revised|modified)? ?bsd|go license"),
              "BSD-3-Clause",
          Pattern.compile("eclipse distribution.*|edl 1.0"), "EDL-1.0",
          Pattern.compile("eclipse public.*2.*|epl.?2.*"), "EPL-2.0",
          Pattern.compile("public domain.*cc0.*|cc0.*"), "CC0-1.0");

  private final Set<String> allowed;
  private final Map<String, String> decided;

  @SuppressWarnings("unchecked")
  private Licences(Map<String, Object> decisions) {
    allowed = new HashSet<>((List<String>) decisions.get("allowed"));
    decided = (Map<String, String>) decisions.get("decided");
  }

  static Licences decided() throws IOException {
    return new Licences(new Yaml().load(Files.readString(DECISIONS)));
  }

  /** Lists every component with its licence; fails for one that may not be shipped. */
  public static void main(String[] sbom) throws IOException {
    JsonNode components = new ObjectMapper().readTree(Path.of(sbom[0]).toFile()).get("components");
    Licences licences = decided();
    Map<String, List<String>> byLicence = new TreeMap<>();
    List<String> refused = licences.refused(components);
    for (JsonNode component : components) {
      byLicence
          .computeIfAbsent(String.join(" or ", of(component)), _ -> new ArrayList<>())
          .add(name(component));
    }
    byLicence.forEach((licence, names) -> say(licence + ": " + String.join(", ", names)));
    refused.forEach(each -> say("NOT DECIDED: " + each));
    System.exit(refused.isEmpty() ? 0 : 1);
  }

  /** What is neither allowed nor decided. */
  List<String> refused(JsonNode components) {
    List<String> refused = new ArrayList<>();
    for (JsonNode component : components) {
      List<String> licences = of(component);
      if (licences.stream().noneMatch(allowed::contains) && !decided.containsKey(name(component))) {
        refused.add(name(component) + " " + licences);
      }
    }
    return refused;
  }

  private static List<String> of(JsonNode component) {
    List<String> licences = new ArrayList<>();
    for (JsonNode each : component.path("licenses")) {
      String expression = each.path("expression").asText();
      JsonNode licence = each.path("license");
      licences.addAll(List.of(expression.isEmpty() ? new String[0] : expression.split(" OR ", -1)));
      String given = licence.path("id").asText(licence.path("name").asText());
      if (!given.isEmpty()) {
        licences.add(spdx(given));
      }
    }
    return licences;
  }

  private static String spdx(String given) {
    String name = given.toLowerCase(Locale.ROOT).replaceAll("[,\"]", "").strip();
    return NAMES.entrySet().stream()
        .filter(each -> each.getKey().matcher(name).matches())
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(given);
  }

  private static String name(JsonNode component) {
    return component.path("group").asText() + ":" + component.path("name").asText();
  }

  @SuppressWarnings("SystemOut")
  private static void say(String line) {
    System.out.println(line);
  }
}
