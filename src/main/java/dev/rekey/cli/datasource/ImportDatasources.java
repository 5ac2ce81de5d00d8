package dev.rekey.cli.datasource;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.Column;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Failures;
import dev.rekey.cli.console.Inputs;
import dev.rekey.cli.console.Item;
import dev.rekey.cli.console.Problem;
import dev.rekey.cli.console.Session;
import dev.rekey.client.AlreadyExistsException;
import dev.rekey.client.Config;
import dev.rekey.client.Datasource;
import dev.rekey.client.InvalidArgumentException;
import dev.rekey.client.NotFoundException;
import dev.rekey.client.RekeyClient;
import dev.rekey.client.RekeyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes or changes the data sources of a file. */
@Command(
    name = "import",
    description = {
      "Makes the data sources of a file, and changes those that are there by name.",
      "Keys that the file does not name stay as they are. Nothing is written before the whole file"
          + " has been read and all its values are at hand."
    })
public final class ImportDatasources extends ClientCommand {
  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "YAML or JSON as `export` prints it; - for stdin.")
  private String file = "";

  @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
  private boolean dryRun;

  public ImportDatasources(Session session) {
    super(session);
  }

  /** What is to be done about an entry. */
  private record Step(DataSourceFile.Entry entry, Config config, Optional<Datasource> existing) {
    Item item() {
      return Item.of("name", entry.name())
          .with("kind", entry.kind().name())
          .with("id", existing.map(Datasource::id));
    }
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    List<Step> steps = steps(client, DataSourceFile.parse(Inputs.text(session().shell(), file)));
    List<Item> results = new ArrayList<>();
    for (Step each : steps) {
      results.add(dryRun ? planned(each) : taken(client, each));
      session().progress(dryRun ? "looked at" : "imported", results.size(), steps.size());
    }
    output()
        .list(
            results,
            List.of(
                Column.of("name"), Column.of("kind"), Column.of("result"), Column.of("message")),
            "There are no data sources in the file.");
    return results.stream().anyMatch(item -> item.text("result").equals("failed"))
        ? ExitCode.FAILED
        : ExitCode.OK;
  }

  private List<Step> steps(RekeyClient client, DataSourceFile content) {
    Map<String, Datasource> existing =
        client.datasources().list().stream()
            .collect(Collectors.toMap(Datasource::name, Function.identity(), (one, _) -> one));
    return content.dataSources().stream()
        .map(entry -> step(entry, Optional.ofNullable(existing.get(entry.name()))))
        .toList();
  }

  private Step step(DataSourceFile.Entry entry, Optional<Datasource> existing) {
    if (existing.isPresent() && existing.get().kind() != entry.kind()) {
      throw Problem.usage(
          "%s: is of kind %s, which stays: give the one in the file another name"
              .formatted(entry.name(), existing.get().kind()));
    }
    var lacking = new TreeSet<>(entry.needed());
    lacking.removeAll(entry.config().keySet());
    if (existing.isEmpty() && !lacking.isEmpty()) {
      throw Problem.usage(
          "%s: is new and needs %s; say in its config where they are: {env: NAME}, {file: PATH} or"
                  .formatted(entry.name(), String.join(", ", lacking))
              + " {secretId: ID}");
    }
    Config config = Config.empty();
    for (Map.Entry<String, Given> each : entry.config().entrySet()) {
      config = Resolver.put(config, each.getKey(), each.getValue(), session().shell());
    }
    return new Step(entry, config, existing);
  }

  private static Item planned(Step step) {
    return step.item().with("result", step.existing().isPresent() ? "to update" : "to create");
  }

  /** One that the server refuses does not keep the others from being written. */
  private static Item taken(RekeyClient client, Step step) {
    DataSourceFile.Entry entry = step.entry();
    try {
      if (step.existing().isPresent()) {
        Datasource changed =
            client.datasources().update(step.existing().get().id(), step.config(), "");
        return step.item().with("id", changed.id()).with("result", "updated");
      }
      Datasource made = client.datasources().create(entry.kind(), entry.name(), step.config());
      return step.item().with("id", made.id()).with("result", "created");
    } catch (InvalidArgumentException | AlreadyExistsException | NotFoundException refused) {
      return step.item()
          .with("result", "failed")
          .with("message", Failures.said((RekeyException) refused));
    }
  }
}
