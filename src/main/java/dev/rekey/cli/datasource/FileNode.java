package dev.rekey.cli.datasource;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekey.cli.console.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * A place in a file of YAML or JSON. Every scalar is the text that stands there: {@code 05432} and
 * {@code yes} mean themselves. What is said against a file names the place, and quotes nothing.
 */
public final class FileNode {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final String path;
  private final @Nullable Object value;

  private FileNode(String path, @Nullable Object value) {
    this.path = path;
    this.value = value;
  }

  /**
   * The top of a file.
   *
   * @throws Problem when it is neither YAML nor JSON
   */
  public static FileNode parse(String text) {
    return new FileNode("", text.stripLeading().startsWith("{") ? json(text) : yaml(text));
  }

  private static @Nullable Object yaml(String text) {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    var dumper = new DumperOptions();
    var texts =
        new Resolver() {
          @Override
          protected void addImplicitResolvers() {
            // All scalars are texts.
          }
        };
    try {
      return new Yaml(new SafeConstructor(options), new Representer(dumper), dumper, options, texts)
          .load(text);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw Problem.usage("file: is no YAML in line " + line);
    } catch (YAMLException _) {
      throw Problem.usage("file: is no YAML");
    }
  }

  private static @Nullable Object json(String text) {
    try {
      return plain(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw Problem.usage("file: is no JSON in line " + line);
    }
  }

  private static @Nullable Object plain(JsonNode node) {
    if (node.isObject()) {
      var map = new LinkedHashMap<String, @Nullable Object>();
      node.properties().forEach(each -> map.put(each.getKey(), plain(each.getValue())));
      return map;
    }
    if (node.isArray()) {
      var list = new ArrayList<@Nullable Object>();
      node.forEach(each -> list.add(plain(each)));
      return list;
    }
    return node.isNull() ? null : node.asText();
  }

  /** Where it is, such as {@code dataSources[0].name}. */
  public String path() {
    return path;
  }

  public boolean isText() {
    return value instanceof String;
  }

  public boolean isMissing() {
    return value == null;
  }

  /**
   * What stands here.
   *
   * @throws Problem when it is no scalar
   */
  public String text() {
    if (value instanceof String text) {
      return text;
    }
    throw wrong(value == null ? "is missing" : "must be a text");
  }

  /** The elements of a list; none where nothing stands. */
  public List<FileNode> list() {
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> elements)) {
      throw wrong("must be a list");
    }
    var nodes = new ArrayList<FileNode>();
    for (Object each : elements) {
      nodes.add(new FileNode(path + "[" + nodes.size() + "]", each));
    }
    return nodes;
  }

  /** The fields of a map; none where nothing stands. */
  public Map<String, FileNode> fields() {
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw wrong("must have fields");
    }
    var nodes = new LinkedHashMap<String, FileNode>();
    map.forEach(
        (key, field) -> {
          String name = String.valueOf(key);
          nodes.put(name, new FileNode(path.isEmpty() ? name : path + "." + name, field));
        });
    return nodes;
  }

  /**
   * The fields of a map that has no others than these.
   *
   * @throws Problem when it has; names the field
   */
  public Map<String, FileNode> fields(Set<String> known) {
    Map<String, FileNode> fields = fields();
    fields.forEach(
        (name, node) -> {
          if (!known.contains(name)) {
            throw node.wrong("is not known here; known are " + String.join(", ", known));
          }
        });
    return fields;
  }

  /** A field of these; a missing one is a node too. */
  public FileNode field(Map<String, FileNode> fields, String name) {
    return fields.getOrDefault(name, new FileNode(path.isEmpty() ? name : path + "." + name, null));
  }

  /** What is to be said against this place. */
  public Problem wrong(String what) {
    return Problem.usage((path.isEmpty() ? "file" : path) + ": " + what);
  }

  /** Without what stands there. */
  @Override
  public String toString() {
    return "FileNode[" + path + "]";
  }
}
