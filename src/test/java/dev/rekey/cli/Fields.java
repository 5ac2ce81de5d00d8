package dev.rekey.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The fields that commands print for scripts, learned from what they print. */
final class Fields {
  private static final List<String> COMMANDS =
      List.of(
          "datasources list",
          "datasources get orders",
          "datasources test orders",
          "kinds",
          "kinds mysql",
          "rotations list",
          "rotations show rotation-2",
          "rotations plan dir://shop-db",
          "rotations trigger dir://shop-db --wait",
          "bindings list",
          "bindings check",
          "quarantine list",
          "secrets set shared --stdin",
          "secrets list",
          "whoami",
          "keys status",
          "calls list",
          "doctor",
          "datasources delete orders -y");

  private Fields() {}

  /** Command to its fields, such as {@code id, name, warnings[].title}. */
  static Map<String, String> all() {
    var fields = new LinkedHashMap<String, String>();
    try (var rekey = new CommandRun()) {
      rekey.withOrders();
      rekey.run("secrets", "set", "shared", "--stdin");
      rekey.run("datasources", "update", "orders", "--set-secret", "PGUSER=secret-shared");
      for (String command : COMMANDS) {
        String json = rekey.run((command + " -o json").split(" ", -1)).out();
        fields.put(
            command
                .replaceFirst(" (orders|rotation-2|dir:|shared|-).*", "")
                .replace("mysql", "KIND"),
            of(json));
      }
      return fields;
    }
  }

  private static String of(String json) {
    try {
      JsonNode top = new ObjectMapper().readTree(json);
      var names = new ArrayList<String>();
      collect("", top, names);
      return names.stream()
          .distinct()
          .map(name -> "`" + name + "`")
          .collect(Collectors.joining(", "));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(json, e);
    }
  }

  private static void collect(String path, JsonNode node, List<String> names) {
    if (node.isArray() && !node.isEmpty() && node.get(0).isObject()) {
      node.forEach(each -> collect(path.isEmpty() ? "" : path + "[]", each, names));
    } else if (node.isObject()) {
      node.properties()
          .forEach(
              each ->
                  collect(
                      path.isEmpty() ? each.getKey() : path + "." + each.getKey(),
                      each.getValue(),
                      names));
    } else if (!path.isEmpty()) {
      names.add(path);
    }
  }
}
