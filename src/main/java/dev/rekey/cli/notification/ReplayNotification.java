package dev.rekey.cli.notification;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Item;
import dev.rekey.cli.console.Session;
import dev.rekey.client.RekeyClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells once more. */
@Command(
    name = "replay",
    description = "Tells once more what was sent or given up. It comes after what is newer.")
public final class ReplayNotification extends ClientCommand {
  @Parameters(paramLabel = "NUMBER", description = "Its number.")
  private long number;

  public ReplayNotification(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    client.notifications().replay(number);
    output()
        .done(
            "Told once more: " + number + ".", Item.of("number", number).with("result", "pending"));
    return ExitCode.OK;
  }
}
