package dev.rekey.cli.datasource;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Item;
import dev.rekey.cli.console.Problem;
import dev.rekey.cli.console.Session;
import dev.rekey.client.Datasource;
import dev.rekey.client.RekeyClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one data source. */
@Command(
    name = "get",
    description = "Shows a data source with its config keys. Values of secrets are withheld.")
public final class GetDatasource extends ClientCommand {
  @Parameters(paramLabel = "SOURCE", description = "Its name or id.")
  private String source = "";

  @Option(
      names = "--reveal",
      paramLabel = "KEY",
      description = "Prints the value of this one key and nothing else, even if it is a secret.")
  private @Nullable String revealed;

  public GetDatasource(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    Datasource found = Lookup.find(client, source);
    if (revealed == null) {
      output().item(Items.of(found).with("config", config(StoredKeys.of(client, found))));
    } else {
      output().text(value(client, found, revealed));
    }
    return ExitCode.OK;
  }

  private static String value(RekeyClient client, Datasource found, String key) {
    return client
        .datasources()
        .value(found.id(), key)
        .orElseThrow(
            () ->
                Problem.notFound(
                    "--reveal: %s holds no value of its own in %s".formatted(found.name(), key)));
  }

  private static List<Item> config(StoredKeys keys) {
    var config = new ArrayList<Item>();
    keys.values().forEach((key, value) -> config.add(Item.of("key", key).with("value", value)));
    keys.secretIds().forEach((key, id) -> config.add(Item.of("key", key).with("secretId", id)));
    keys.withheld().forEach(key -> config.add(Item.of("key", key).with("withheld", true)));
    config.sort(Comparator.comparing(item -> item.text("key")));
    return config;
  }
}
