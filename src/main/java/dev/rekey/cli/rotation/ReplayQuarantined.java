package dev.rekey.cli.rotation;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Session;
import dev.rekey.client.RekeyClient;
import dev.rekey.client.ReplayedEvent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Decodes a message once more. */
@Command(
    name = "replay",
    description = {
      "Decodes a message in quarantine once more, acts on it, and lets it go.",
      "One that still cannot be decoded stays, and the command ends with 6."
    })
public final class ReplayQuarantined extends ClientCommand {
  @Parameters(paramLabel = "ID", description = "Its id.")
  private String id = "";

  @Mixin private Awaited awaited = new Awaited();

  public ReplayQuarantined(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    ReplayedEvent event = client.rotations().replayEvent(id);
    session()
        .progress(
            "%s: %d rotations here, %d in other environments"
                .formatted(event.secret(), event.rotations().size(), event.elsewhere()));
    return awaited.report(client, session(), event.rotations());
  }
}
