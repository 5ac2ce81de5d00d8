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

/** Lets a message go. */
@Command(name = "drop", description = "Lets a message in quarantine go for good.")
public final class DropQuarantined extends ClientCommand {
  @Parameters(paramLabel = "ID", description = "Its id.")
  private String id = "";

  @Mixin private Confirmation confirmation = new Confirmation();

  public DropQuarantined(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    confirmation.ask(session().shell(), "Let " + id + " go for good?");
    client.rotations().dropEvent(id);
    output().done("Dropped " + id + ".", Item.of("id", id).with("result", "dropped"));
    return ExitCode.OK;
  }
}
