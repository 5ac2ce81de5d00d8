package dev.rekey.cli.access;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Item;
import dev.rekey.cli.console.Session;
import dev.rekey.client.Caller;
import dev.rekey.client.RekeyClient;
import java.util.Map;
import picocli.CommandLine.Command;

/** Says who calls. */
@Command(name = "whoami", description = "Says who you are to the server, and what you may do.")
public final class WhoAmI extends ClientCommand {
  public WhoAmI(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    output().item(item(session().server(), client.admin().whoAmI()));
    return ExitCode.OK;
  }

  static Item item(String server, Caller caller) {
    return Item.of("server", server)
        .with("clientId", caller.clientId())
        .with("environmentId", caller.environmentId())
        .with("permissions", caller.permissions())
        .with(
            "environments",
            caller.environments().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> Item.of("id", each.getKey()).with("name", each.getValue()))
                .toList());
  }
}
