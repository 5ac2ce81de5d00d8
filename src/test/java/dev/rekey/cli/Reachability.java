package dev.rekey.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Whose fields picocli sets by reflection: what a native image has to know. */
final class Reachability {
  static final Path FILE =
      Path.of(
          "src",
          "main",
          "resources",
          "META-INF",
          "native-image",
          "dev.rekey",
          "cli",
          "reachability-metadata.json");

  private Reachability() {}

  static String text() {
    var names = new TreeSet<String>();
    collect(Described.commandLine(), names);
    List<Map<String, Object>> types = names.stream().map(Reachability::type).toList();
    try {
      return new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(Map.of("reflection", types))
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void collect(CommandLine line, TreeSet<String> names) {
    CommandSpec spec = line.getCommandSpec();
    Stream.concat(Stream.of(spec), spec.mixins().values().stream())
        .map(CommandSpec::userObject)
        .filter(each -> each != null)
        .forEach(each -> addWithParents(each.getClass(), names));
    spec.args().stream()
        .map(arg -> arg.auxiliaryTypes()[0])
        .filter(Class::isEnum)
        .forEach(each -> names.add(each.getName()));
    line.getSubcommands().values().forEach(each -> collect(each, names));
  }

  private static void addWithParents(Class<?> type, TreeSet<String> names) {
    for (Class<?> each = type;
        each != null && each.getName().startsWith("dev.rekey.");
        each = each.getSuperclass()) {
      names.add(each.getName());
    }
  }

  private static Map<String, Object> type(String name) {
    var type = new LinkedHashMap<String, Object>();
    type.put("type", name);
    type.put("allDeclaredFields", true);
    type.put("allDeclaredMethods", true);
    return type;
  }
}
