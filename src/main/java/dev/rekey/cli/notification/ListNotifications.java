package dev.rekey.cli.notification;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.Column;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Item;
import dev.rekey.cli.console.Session;
import dev.rekey.client.Notification;
import dev.rekey.client.NotificationState;
import dev.rekey.client.RekeyClient;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists what is told. */
@Command(
    name = "list",
    description = {
      "Lists what others are told of the environment, newest first: what is still to be told,"
          + " unless another state is asked for."
    })
public final class ListNotifications extends ClientCommand {
  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Those in this state alone: pending, sent or dead (pending).")
  private NotificationState state = NotificationState.PENDING;

  @Option(names = "--endpoint", paramLabel = "NAME", description = "Those for this endpoint alone.")
  private String endpoint = "";

  @Option(names = "--limit", paramLabel = "N", description = "At most this many, to 1000 (50).")
  private int limit = 50;

  public ListNotifications(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    output()
        .list(
            client.notifications().list(state, endpoint, limit).stream()
                .map(ListNotifications::item)
                .toList(),
            List.of(
                Column.of("number"),
                Column.of("endpoint"),
                Column.of("at"),
                Column.of("type"),
                Column.of("dataSource"),
                Column.of("attempts"),
                Column.of("problem")),
            "There are none.");
    return ExitCode.OK;
  }

  private static Item item(Notification notification) {
    return Item.of("number", notification.number())
        .with("endpoint", notification.endpoint())
        .with("id", notification.id())
        .with("type", notification.type())
        .with("dataSource", notification.dataSource())
        .with("rotationId", notification.rotationId())
        .with("at", notification.at())
        .with("state", notification.state().name().toLowerCase(Locale.ROOT))
        .with("attempts", notification.attempts())
        .with("problem", notification.problem())
        .with("detail", notification.detail());
  }
}
