package dev.rekey.cli.rotation;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Session;
import dev.rekey.client.RekeyClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the quarantine. */
@Command(
    name = "list",
    description = "Lists the messages that could not be decoded, newest first, with the reason.")
public final class ListQuarantine extends ClientCommand {
  @Option(names = "--limit", paramLabel = "N", description = "At most this many, to 1000 (100).")
  private int limit = 100;

  public ListQuarantine(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    output()
        .list(
            client.rotations().quarantine(limit).stream().map(QuarantineItems::of).toList(),
            QuarantineItems.COLUMNS,
            "The quarantine is empty.");
    return ExitCode.OK;
  }
}
