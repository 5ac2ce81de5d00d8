package dev.rekey.cli.rotation;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Session;
import dev.rekey.client.RekeyClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows one message in quarantine. */
@Command(
    name = "show",
    description = "Shows a message in quarantine, but for its body, which may hold a secret.")
public final class ShowQuarantined extends ClientCommand {
  @Parameters(paramLabel = "ID", description = "Its id.")
  private String id = "";

  public ShowQuarantined(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    output().item(QuarantineItems.of(client.rotations().quarantined(id)));
    return ExitCode.OK;
  }
}
