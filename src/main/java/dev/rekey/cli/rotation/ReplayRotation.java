package dev.rekey.cli.rotation;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Session;
import dev.rekey.client.RekeyClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Does a rotation once more. */
@Command(name = "replay", description = "Does once more what a rotation did that has ended.")
public final class ReplayRotation extends ClientCommand {
  @Parameters(paramLabel = "ID", description = "Its id.")
  private String id = "";

  @Mixin private Awaited awaited = new Awaited();

  public ReplayRotation(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    return awaited.report(client, session(), List.of(client.rotations().replay(id)));
  }
}
