package dev.rekey.cli.access;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.Confirmation;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Item;
import dev.rekey.cli.console.Problem;
import dev.rekey.cli.console.Session;
import dev.rekey.client.RekeyClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes a secret. */
@Command(
    name = "delete",
    description = "Removes a secret for good; refused with 6 while a data source refers to it.")
public final class DeleteSecret extends ClientCommand {
  @Parameters(paramLabel = "NAME", description = "Its name.")
  private String name = "";

  @Mixin private Confirmation confirmation = new Confirmation();

  public DeleteSecret(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    if (client.secrets().list().stream().noneMatch(each -> each.name().equals(name))) {
      throw Problem.notFound("NAME: there is no secret called " + name);
    }
    confirmation.ask(session().shell(), "Remove the secret " + name + "?");
    client.secrets().delete(name);
    output().done("Deleted " + name + ".", Item.of("name", name).with("result", "deleted"));
    return ExitCode.OK;
  }
}
