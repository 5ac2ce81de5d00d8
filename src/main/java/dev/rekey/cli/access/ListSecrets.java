package dev.rekey.cli.access;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.Column;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Session;
import dev.rekey.client.RekeyClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the secrets of an environment. */
@Command(
    name = "list",
    description = {
      "Lists the secrets of the environment, without their values.",
      "A key of a data source refers to one by `--set-secret KEY=ID`."
    })
public final class ListSecrets extends ClientCommand {
  @Option(names = "--scoped", description = "Those too that are for one scope alone.")
  private boolean scoped;

  public ListSecrets(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    output()
        .list(
            client.secrets().list(scoped).stream().map(SecretItems::of).toList(),
            List.of(Column.of("name"), Column.of("id"), Column.of("updatedAt")),
            "There are no secrets.");
    return ExitCode.OK;
  }
}
