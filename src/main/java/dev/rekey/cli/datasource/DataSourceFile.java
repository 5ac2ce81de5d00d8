package dev.rekey.cli.datasource;

import dev.rekey.cli.console.Problem;
import dev.rekey.client.IntegrationKind;
import dev.rekey.client.InvalidArgumentException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Data sources in a file of YAML or JSON. It holds no values of secrets, but says where they are:
 *
 * <pre>{@code
 * dataSources:
 *   - name: orders
 *     kind: POSTGRESQL
 *     config:
 *       PGHOST: db.example.com
 *       PGUSER: {env: ORDERS_USER}
 *       PGPASSWORD: {file: /run/secrets/orders}   # or {secretId: ...}
 *     needed: [PGPASSWORD]   # of an export: keys that it withholds
 * }</pre>
 */
public record DataSourceFile(List<Entry> dataSources) {
  static final String DATA_SOURCES = "dataSources";

  private static final String NAME = "name";
  private static final String KIND = "kind";
  private static final String CONFIG = "config";
  private static final String NEEDED = "needed";
  private static final String SECRET_ID = "secretId";
  private static final String ENV = "env";
  private static final String FILE = "file";

  public DataSourceFile {
    dataSources = List.copyOf(dataSources);
  }

  /**
   * One data source.
   *
   * @param config key to what it is to hold
   * @param needed keys that it has to have, whose values the file does not know
   */
  public record Entry(
      String name, IntegrationKind kind, Map<String, Given> config, Set<String> needed) {
    public Entry {
      config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
      needed = Collections.unmodifiableSet(new TreeSet<>(needed));
    }
  }

  /**
   * @throws Problem when the text is no such file, or holds the value of a secret; names the place
   */
  public static DataSourceFile parse(String text) {
    FileNode top = FileNode.parse(text);
    return new DataSourceFile(entries(top.field(top.fields(Set.of(DATA_SOURCES)), DATA_SOURCES)));
  }

  /** The entries of a list of data sources. */
  public static List<Entry> entries(FileNode list) {
    var names = new TreeSet<String>();
    var entries = new ArrayList<Entry>();
    for (FileNode each : list.list()) {
      Entry entry = entry(each);
      if (!names.add(entry.name())) {
        throw each.wrong("the name " + entry.name() + " stands in the file twice");
      }
      entries.add(entry);
    }
    return entries;
  }

  private static Entry entry(FileNode node) {
    Map<String, FileNode> fields = node.fields(Set.of(NAME, KIND, CONFIG, NEEDED));
    IntegrationKind kind = kind(node.field(fields, KIND));
    var config = new LinkedHashMap<String, Given>();
    node.field(fields, CONFIG).fields().forEach((key, at) -> config.put(key, given(kind, key, at)));
    var needed = new TreeSet<String>();
    node.field(fields, NEEDED).list().forEach(each -> needed.add(each.text()));
    return new Entry(node.field(fields, NAME).text(), kind, config, needed);
  }

  private static IntegrationKind kind(FileNode node) {
    try {
      return IntegrationKind.parse(node.text());
    } catch (InvalidArgumentException e) {
      throw node.wrong(String.valueOf(e.getMessage()).replace("kind: ", ""));
    }
  }

  private static Given given(IntegrationKind kind, String key, FileNode node) {
    if (node.isText()) {
      if (Kinds.isSecret(kind, key)) {
        throw node.wrong(
            "is a secret; say where it is: {env: NAME}, {file: PATH} or {secretId: ID}, or leave it"
                + " out and bind a secret to it");
      }
      return new Given.Value(node.text());
    }
    Map<String, FileNode> fields =
        node.isMissing() ? Map.of() : node.fields(Set.of(SECRET_ID, ENV, FILE));
    if (fields.size() != 1) {
      throw node.wrong("must be a value, or one of secretId, env and file");
    }
    Map.Entry<String, FileNode> field = fields.entrySet().iterator().next();
    String where = field.getValue().text();
    return switch (field.getKey()) {
      case SECRET_ID -> new Given.SecretId(where);
      case ENV -> new Given.FromVariable(where);
      default -> new Given.FromFile(Path.of(where));
    };
  }

  /** The file as maps and lists, for JSON and YAML. */
  public Map<String, Object> tree() {
    return Map.of(DATA_SOURCES, dataSources.stream().map(DataSourceFile::tree).toList());
  }

  /** One entry as maps and lists. */
  public static Map<String, Object> tree(Entry entry) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put(NAME, entry.name());
    tree.put(KIND, entry.kind().name());
    var config = new LinkedHashMap<String, Object>();
    entry.config().forEach((key, given) -> config.put(key, tree(given)));
    tree.put(CONFIG, config);
    if (!entry.needed().isEmpty()) {
      tree.put(NEEDED, List.copyOf(entry.needed()));
    }
    return tree;
  }

  private static Object tree(Given given) {
    return switch (given) {
      case Given.Value value -> value.text();
      case Given.SecretId secret -> Map.of(SECRET_ID, secret.id());
      case Given.FromVariable variable -> Map.of(ENV, variable.name());
      case Given.FromFile file -> Map.of(FILE, file.path().toString());
      case Given.Base64OfFile file ->
          throw new IllegalArgumentException(
              "no file says it so: base64 of " + file.path().getFileName());
    };
  }
}
