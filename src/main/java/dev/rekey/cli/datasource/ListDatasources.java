package dev.rekey.cli.datasource;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.Column;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Session;
import dev.rekey.client.Datasource;
import dev.rekey.client.IntegrationKind;
import dev.rekey.client.RekeyClient;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists data sources. */
@Command(name = "list", description = "Lists the data sources of the environment.")
public final class ListDatasources extends ClientCommand {
  @Option(names = "--kind", paramLabel = "KIND", description = "Those of this kind alone.")
  private @Nullable IntegrationKind kind;

  public ListDatasources(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    List<Datasource> sources =
        client.datasources().list().stream()
            .filter(each -> kind == null || each.kind() == kind)
            .toList();
    output()
        .list(
            sources.stream().map(Items::of).toList(),
            List.of(Column.of("name"), Column.of("kind"), Column.of("id"), Column.of("updatedAt")),
            "There are no data sources.");
    return ExitCode.OK;
  }
}
