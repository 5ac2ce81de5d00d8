package dev.rekey.cli.access;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.Column;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Item;
import dev.rekey.cli.console.Session;
import dev.rekey.client.CallEntry;
import dev.rekey.client.RekeyClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists who called. */
@Command(
    name = "list",
    description = "Lists the calls that were made in the environment, newest first.")
public final class ListCalls extends ClientCommand {
  @Option(names = "--client", paramLabel = "ID", description = "Those of this client alone.")
  private String client = "";

  @Option(names = "--limit", paramLabel = "N", description = "At most this many, to 1000 (50).")
  private int limit = 50;

  public ListCalls(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient server) {
    output()
        .list(
            server.admin().calls(limit, client).stream().map(ListCalls::item).toList(),
            List.of(
                Column.of("at"),
                Column.of("client"),
                Column.of("address"),
                Column.of("method"),
                Column.of("subject"),
                Column.of("keys"),
                Column.of("result")),
            "There were no calls.");
    return ExitCode.OK;
  }

  private static Item item(CallEntry call) {
    return Item.of("sequence", call.sequence())
        .with("at", call.at())
        .with("client", call.client())
        .with("address", call.address())
        .with("method", call.method())
        .with("environmentId", call.environmentId())
        .with("subject", call.subject())
        .with("keys", call.keys())
        .with("result", call.result());
  }
}
