package dev.rekey.cli.notification;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.Column;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Item;
import dev.rekey.cli.console.Session;
import dev.rekey.client.NotificationEndpoint;
import dev.rekey.client.RekeyClient;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists who is told. */
@Command(
    name = "endpoints",
    description = "Lists who is told of outcomes, and how much of it has not arrived.")
public final class ListEndpoints extends ClientCommand {
  public ListEndpoints(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    output()
        .list(
            client.notifications().endpoints().stream().map(ListEndpoints::item).toList(),
            List.of(
                Column.of("name"),
                Column.of("pending"),
                Column.of("dead"),
                Column.of("circuitOpen")),
            "Nobody is told: see rekey.notifications of the worker's configuration.");
    return ExitCode.OK;
  }

  private static Item item(NotificationEndpoint endpoint) {
    return Item.of("name", endpoint.name())
        .with("pending", endpoint.pending())
        .with("dead", endpoint.dead())
        .with("circuitOpen", endpoint.circuitOpen());
  }
}
