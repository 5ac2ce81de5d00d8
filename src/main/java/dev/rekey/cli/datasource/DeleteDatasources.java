package dev.rekey.cli.datasource;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.Column;
import dev.rekey.cli.console.Confirmation;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Item;
import dev.rekey.cli.console.Session;
import dev.rekey.client.Datasource;
import dev.rekey.client.RekeyClient;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes data sources. */
@Command(name = "delete", description = "Removes data sources for good.")
public final class DeleteDatasources extends ClientCommand {
  @Parameters(paramLabel = "SOURCE", arity = "1..*", description = "Their names or ids.")
  private List<String> sources = new ArrayList<>();

  @Mixin private Confirmation confirmation = new Confirmation();

  public DeleteDatasources(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    List<Datasource> all = client.datasources().list();
    List<Datasource> found =
        sources.stream().map(each -> Lookup.find(all, each)).distinct().toList();
    confirmation.ask(
        session().shell(),
        "Remove " + found.stream().map(Datasource::name).collect(Collectors.joining(", ")) + "?");
    for (Datasource each : found) {
      client.datasources().delete(each.id());
    }
    List<Item> items =
        found.stream()
            .map(each -> Item.of("id", each.id()).with("name", each.name()))
            .map(item -> item.with("result", "deleted"))
            .toList();
    output().list(items, List.of(Column.of("name"), Column.of("id"), Column.of("result")), "");
    return ExitCode.OK;
  }
}
