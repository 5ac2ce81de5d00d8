package dev.rekey.cli.datasource;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Session;
import dev.rekey.client.Config;
import dev.rekey.client.Datasource;
import dev.rekey.client.IntegrationKind;
import dev.rekey.client.RekeyClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a data source. */
@Command(
    name = "create",
    description = {
      "Makes a data source.",
      "`rekey kinds KIND` lists the keys of a kind, and which of them are secrets."
    })
public final class CreateDatasource extends ClientCommand {
  @Parameters(paramLabel = "NAME", description = "Letters, digits and underscores; unique.")
  private String name = "";

  @Option(
      names = "--kind",
      required = true,
      paramLabel = "KIND",
      description = "Its kind, such as postgresql; stays as it is.")
  private IntegrationKind kind = IntegrationKind.UNKNOWN;

  @Mixin private Settings settings = new Settings();

  public CreateDatasource(Session session) {
    super(session);
  }

  @Override
  protected void check() {
    settings.check();
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    Config config = settings.read(kind, session().shell());
    Datasource made = client.datasources().create(kind, name, config);
    output()
        .done(
            "Created %s, id %s. `rekey datasources test %1$s` tries it."
                .formatted(made.name(), made.id()),
            Items.of(made));
    return ExitCode.OK;
  }
}
