package dev.rekey.cli.sweep;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Session;
import dev.rekey.client.RekeyClient;
import dev.rekey.client.SweepKind;
import java.util.Arrays;
import picocli.CommandLine.Command;

/** Says how far sweeps are. */
@Command(
    name = "status",
    description =
        "Says how far the sweeps are, when they last came to an end, and when the next is due.")
public final class ShowStatus extends ClientCommand {
  public ShowStatus(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    output()
        .list(
            Arrays.stream(SweepKind.values())
                .map(kind -> Items.of(kind, client.sweeps().status(kind)))
                .toList(),
            Items.STATUS,
            "");
    return ExitCode.OK;
  }
}
