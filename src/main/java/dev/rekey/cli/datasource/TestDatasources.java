package dev.rekey.cli.datasource;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.Column;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Item;
import dev.rekey.cli.console.Problem;
import dev.rekey.cli.console.Session;
import dev.rekey.client.Config;
import dev.rekey.client.Datasource;
import dev.rekey.client.IntegrationKind;
import dev.rekey.client.RekeyClient;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tries data sources. */
@Command(
    name = "test",
    description = {
      "Tries whether data sources can be used: some, all, or one that is not saved.",
      "With keys, one data source is tried as it would be with them; with --kind, a config that"
          + " belongs to none. Neither is saved. Ends with 1 when a test does not pass."
    })
public final class TestDatasources extends ClientCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("name"),
          Column.of("kind"),
          Column.of("result"),
          Column.of("latencySeconds"),
          Column.of("message"));

  @Parameters(paramLabel = "SOURCE", arity = "0..*", description = "Their names or ids.")
  private List<String> sources = new ArrayList<>();

  @Option(names = "--all", description = "All of the environment.")
  private boolean all;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "The kind of a config that is given by keys alone.")
  private @Nullable IntegrationKind kind;

  @Mixin private Settings settings = new Settings();

  public TestDatasources(Session session) {
    super(session);
  }

  @Override
  protected void check() {
    int ways = (sources.isEmpty() ? 0 : 1) + (all ? 1 : 0) + (kind == null ? 0 : 1);
    if (ways != 1) {
      throw Problem.usage("test: needs either a SOURCE, or --all, or a --kind with keys");
    }
    if (!settings.isEmpty() && kind == null && sources.size() != 1) {
      throw Problem.usage("test: keys go with one SOURCE, or with --kind");
    }
    settings.check();
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    List<Item> results = kind == null ? saved(client) : List.of(unsaved(client, kind));
    output().list(results, COLUMNS, "There are no data sources.");
    return results.stream().allMatch(item -> item.text("success").equals("true"))
        ? ExitCode.OK
        : ExitCode.FAILED;
  }

  private Item unsaved(RekeyClient client, IntegrationKind wanted) {
    Config config = settings.read(wanted, session().shell());
    return Items.with(Item.of("kind", wanted.name()), client.datasources().test(wanted, config));
  }

  private List<Item> saved(RekeyClient client) {
    List<Datasource> known = client.datasources().list();
    List<Datasource> wanted =
        all ? known : sources.stream().map(each -> Lookup.find(known, each)).toList();
    if (!settings.isEmpty()) {
      return List.of(changed(client, wanted.getFirst()));
    }
    return new ManyTests(client, session()).of(wanted);
  }

  private Item changed(RekeyClient client, Datasource source) {
    Config config = settings.read(source.kind(), session().shell());
    return Items.with(
        ManyTests.subject(source), client.datasources().testWith(source.id(), config));
  }
}
