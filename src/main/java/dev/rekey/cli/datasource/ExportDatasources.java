package dev.rekey.cli.datasource;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Session;
import dev.rekey.client.Datasource;
import dev.rekey.client.RekeyClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints data sources as a file for {@code import}. */
@Command(
    name = "export",
    description = {
      "Prints data sources as a file for `import`: YAML, or JSON with `-o json`.",
      "It holds no value of a secret: keys that have one are listed as needed."
    })
public final class ExportDatasources extends ClientCommand {
  @Parameters(
      paramLabel = "SOURCE",
      arity = "0..*",
      description = "Their names or ids; all of the environment without.")
  private List<String> sources = new ArrayList<>();

  public ExportDatasources(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    List<Datasource> all = client.datasources().list();
    List<Datasource> wanted =
        sources.isEmpty() ? all : sources.stream().map(each -> Lookup.find(all, each)).toList();
    Map<String, StoredKeys> keys = StoredKeys.all(client);
    var entries = new ArrayList<DataSourceFile.Entry>();
    for (Datasource each : wanted) {
      StoredKeys stored = keys.getOrDefault(each.id(), StoredKeys.NONE).withValues(client, each);
      entries.add(entry(each, stored));
      if (wanted.size() > 1) {
        session().progress("read %d of %d".formatted(entries.size(), wanted.size()));
      }
    }
    output().document(new DataSourceFile(entries).tree());
    return ExitCode.OK;
  }

  /** What a file says of a data source. */
  static DataSourceFile.Entry entry(Datasource source, StoredKeys keys) {
    var config = new LinkedHashMap<String, Given>();
    keys.values().forEach((key, value) -> config.put(key, new Given.Value(value)));
    keys.secretIds().forEach((key, id) -> config.put(key, new Given.SecretId(id)));
    return new DataSourceFile.Entry(
        source.name(), source.kind(), config, Set.copyOf(keys.withheld()));
  }
}
