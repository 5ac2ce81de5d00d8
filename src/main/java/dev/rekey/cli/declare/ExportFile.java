package dev.rekey.cli.declare;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Session;
import dev.rekey.cli.datasource.DataSourceFile;
import dev.rekey.cli.datasource.Given;
import dev.rekey.cli.datasource.Lookup;
import dev.rekey.cli.datasource.StoredKeys;
import dev.rekey.client.Binding;
import dev.rekey.client.BindingSpec;
import dev.rekey.client.Datasource;
import dev.rekey.client.RekeyClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints data sources as a file, with the bindings that feed them where that is asked for. */
@Command(
    name = "export",
    description = {
      "Prints data sources as a file for `import`: YAML, or JSON with `-o json`.",
      "It holds no value of a secret: keys that have one are listed as needed.",
      "With --bindings it is one for `apply`: keys that a binding feeds are given by the binding."
    })
public final class ExportFile extends ClientCommand {
  @Parameters(
      paramLabel = "SOURCE",
      arity = "0..*",
      description = "Their names or ids; all of the environment without.")
  private List<String> sources = new ArrayList<>();

  @Option(names = "--bindings", description = "With the bindings of these data sources.")
  private boolean bound;

  public ExportFile(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    List<Datasource> all = client.datasources().list();
    List<Datasource> wanted =
        sources.isEmpty() ? all : sources.stream().map(each -> Lookup.find(all, each)).toList();
    List<BindingSpec> bindings = bound ? bindings(client, wanted) : List.of();
    Map<String, StoredKeys> keys = StoredKeys.all(client);
    var entries = new ArrayList<DataSourceFile.Entry>();
    for (Datasource each : wanted) {
      StoredKeys stored = keys.getOrDefault(each.id(), StoredKeys.NONE).withValues(client, each);
      entries.add(entry(each, stored, bindings));
      session().progress("read", entries.size(), wanted.size());
    }
    output()
        .document(
            bound
                ? new DeclaredFile(entries, bindings).tree()
                : new DataSourceFile(entries).tree());
    return ExitCode.OK;
  }

  /** One that is set aside would be refused again. */
  private static List<BindingSpec> bindings(RekeyClient client, List<Datasource> of) {
    Set<String> names = of.stream().map(Datasource::name).collect(Collectors.toSet());
    return client.bindings().list().stream()
        .filter(each -> each.setAside().isEmpty() && names.contains(each.dataSource()))
        .map(Binding::spec)
        .toList();
  }

  /**
   * What a file says of a data source. A key that a binding names is left to it; of those that one
   * without keys may feed, only the secret ones: the others may well be no business of the secret.
   */
  private static DataSourceFile.Entry entry(
      Datasource source, StoredKeys keys, List<BindingSpec> bindings) {
    Set<String> named =
        bindings.stream()
            .filter(each -> each.dataSource().equals(source.name()))
            .flatMap(each -> each.keys().keySet().stream())
            .collect(Collectors.toSet());
    var config = new LinkedHashMap<String, Given>();
    keys.values().forEach((key, value) -> config.put(key, new Given.Value(value)));
    keys.secretIds().forEach((key, id) -> config.put(key, new Given.SecretId(id)));
    config.keySet().removeIf(key -> named.contains(key) && !keys.secretIds().containsKey(key));
    var needed = new TreeSet<>(keys.withheld());
    needed.removeIf(key -> new Fed(bindings).has(source.name(), key));
    return new DataSourceFile.Entry(source.name(), source.kind(), config, needed);
  }
}
