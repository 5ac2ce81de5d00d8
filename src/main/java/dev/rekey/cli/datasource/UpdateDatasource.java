package dev.rekey.cli.datasource;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Problem;
import dev.rekey.cli.console.Session;
import dev.rekey.client.Config;
import dev.rekey.client.Datasource;
import dev.rekey.client.RekeyClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes a data source. */
@Command(
    name = "update",
    description = "Changes the keys that are given, and the name; all else stays.")
public final class UpdateDatasource extends ClientCommand {
  @Parameters(paramLabel = "SOURCE", description = "Its name or id.")
  private String source = "";

  @Option(names = "--name", paramLabel = "NAME", description = "What it is to be called.")
  private @Nullable String name;

  @Mixin private Settings settings = new Settings();

  public UpdateDatasource(Session session) {
    super(session);
  }

  @Override
  protected void check() {
    if (name == null && settings.isEmpty()) {
      throw Problem.usage("update: needs a --name, or a key by --set or one of its likes");
    }
    if (name != null && name.isEmpty()) {
      throw Problem.usage("--name: must not be empty");
    }
    settings.check();
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    Datasource found = Lookup.find(client, source);
    Config config = settings.read(found.kind(), session().shell());
    Datasource changed = client.datasources().update(found.id(), config, name == null ? "" : name);
    output().done("Updated %s, id %s.".formatted(changed.name(), changed.id()), Items.of(changed));
    return ExitCode.OK;
  }
}
