package dev.rekey.cli.declare;

import dev.rekey.cli.console.Problem;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** In which line of a file each of its places is, such as {@code dataSources[0].name}. */
final class Lines {
  private final Map<String, Integer> byPath = new HashMap<>();

  private Lines() {}

  /** Of YAML, or of JSON, which is YAML too. A text that is neither has no lines. */
  static Lines of(String text) {
    var lines = new Lines();
    try {
      Node top = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
      if (top != null) {
        lines.add("", top);
      }
    } catch (YAMLException _) {
      lines.byPath.clear();
    }
    return lines;
  }

  private void add(String path, Node node) {
    if (node instanceof SequenceNode list) {
      List<Node> elements = list.getValue();
      for (int i = 0; i < elements.size(); i++) {
        put(path + "[" + i + "]", elements.get(i), elements.get(i));
      }
    } else if (node instanceof MappingNode map) {
      for (NodeTuple field : map.getValue()) {
        if (field.getKeyNode() instanceof ScalarNode name) {
          String at = path.isEmpty() ? name.getValue() : path + "." + name.getValue();
          put(at, name, field.getValueNode());
        }
      }
    }
  }

  /** An anchor may be met twice, but never inside of itself: the parser has refused that. */
  private void put(String path, Node where, Node content) {
    byPath.put(path, where.getStartMark().getLine() + 1);
    add(path, content);
  }

  /**
   * Reads with these lines at hand.
   *
   * @throws Problem the reader's, with the line of the place that it names
   */
  <T> T naming(Supplier<T> reader) {
    try {
      return reader.get();
    } catch (Problem problem) {
      String said = String.valueOf(problem.getMessage());
      String path = said.substring(0, Math.max(0, said.indexOf(": ")));
      throw line(path).map(line -> located(problem, line, said)).orElse(problem);
    }
  }

  private static Problem located(Problem problem, int line, String said) {
    var located = new Problem(problem.exitCode(), "line " + line + ": " + said);
    located.addSuppressed(problem);
    return located;
  }

  /** Of a place that is not there, the line of what it would be in. */
  private Optional<Integer> line(String path) {
    for (String at = path; !at.isEmpty(); at = parent(at)) {
      Integer line = byPath.get(at);
      if (line != null) {
        return Optional.of(line);
      }
    }
    return Optional.empty();
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
  }
}
