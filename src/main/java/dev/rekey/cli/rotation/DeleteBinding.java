package dev.rekey.cli.rotation;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.Confirmation;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Item;
import dev.rekey.cli.console.Session;
import dev.rekey.client.RekeyClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes a binding out. */
@Command(
    name = "delete",
    description = {
      "Takes a binding out; the data source keeps what it holds.",
      "One of the configuration file of the worker is taken out there."
    })
public final class DeleteBinding extends ClientCommand {
  @Parameters(
      index = "0",
      paramLabel = "SECRET",
      description = "The reference of the secret, such as dir://shop-db.")
  private String secret = "";

  @Parameters(index = "1", paramLabel = "SOURCE", description = "The name of the data source.")
  private String dataSource = "";

  @Mixin private Confirmation confirmation = new Confirmation();

  public DeleteBinding(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    confirmation.ask(
        session().shell(), "Take out the binding of %s to %s?".formatted(dataSource, secret));
    client.bindings().delete(secret, dataSource);
    output()
        .done(
            "%s is not bound to %s any more.".formatted(dataSource, secret),
            Item.of("secret", secret).with("dataSource", dataSource).with("result", "deleted"));
    return ExitCode.OK;
  }
}
