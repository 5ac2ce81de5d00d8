package dev.rekey.cli.declare;

import dev.rekey.cli.console.Problem;
import dev.rekey.cli.datasource.DataSourceFile;
import dev.rekey.cli.datasource.FileNode;
import dev.rekey.client.BindingSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Data sources as in a {@link DataSourceFile}, and the bindings that feed them:
 *
 * <pre>{@code
 * bindings:
 *   - secret: aws-sm://eu-west-1/prod/orders
 *     dataSource: orders
 *     keys: {PGPASSWORD: /password}   # without: by the kind and the shape of the secret
 *     preflight: true
 *     settleWindow: 3s
 *     onFailure: {previousWorks: roll-back, previousRefused: keep, unreachable: park}
 * }</pre>
 */
record DeclaredFile(List<DataSourceFile.Entry> dataSources, List<BindingSpec> bindings) {
  private static final String DATA_SOURCES = "dataSources";
  private static final String BINDINGS = "bindings";

  DeclaredFile {
    dataSources = List.copyOf(dataSources);
    bindings = List.copyOf(bindings);
  }

  /**
   * @throws Problem when the text is no such file, or holds the value of a secret; names line and
   *     place
   */
  static DeclaredFile parse(String text) {
    return Lines.of(text).naming(() -> read(FileNode.parse(text)));
  }

  private static DeclaredFile read(FileNode top) {
    Map<String, FileNode> fields = top.fields(Set.of(DATA_SOURCES, BINDINGS));
    return new DeclaredFile(
        DataSourceFile.entries(top.field(fields, DATA_SOURCES)),
        bindings(top.field(fields, BINDINGS)));
  }

  private static List<BindingSpec> bindings(FileNode list) {
    var bindings = new ArrayList<BindingSpec>();
    var seen = new TreeSet<String>();
    for (FileNode each : list.list()) {
      BindingSpec binding = BindingNode.read(each);
      if (!seen.add(binding.dataSource() + "<-" + binding.secret())) {
        throw each.wrong("binds %s to %s again".formatted(binding.dataSource(), binding.secret()));
      }
      bindings.add(binding);
    }
    return bindings;
  }

  /** The file as maps and lists, for JSON and YAML. */
  Map<String, Object> tree() {
    var tree = new LinkedHashMap<String, Object>();
    tree.put(DATA_SOURCES, dataSources.stream().map(DataSourceFile::tree).toList());
    tree.put(BINDINGS, bindings.stream().map(BindingNode::tree).toList());
    return tree;
  }
}
