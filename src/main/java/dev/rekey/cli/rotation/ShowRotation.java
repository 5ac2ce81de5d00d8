package dev.rekey.cli.rotation;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Session;
import dev.rekey.client.RekeyClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows one rotation. */
@Command(name = "show", description = "Shows a rotation with its history.")
public final class ShowRotation extends ClientCommand {
  @Parameters(paramLabel = "ID", description = "Its id.")
  private String id = "";

  public ShowRotation(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    output().item(Items.withHistory(client.rotations().get(id)));
    return ExitCode.OK;
  }
}
