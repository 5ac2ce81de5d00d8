package dev.rekey.cli.rotation;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.Column;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Item;
import dev.rekey.cli.console.Session;
import dev.rekey.client.Binding;
import dev.rekey.client.RekeyClient;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Lists bindings. */
@Command(name = "list", description = "Lists which secret feeds which keys of which data source.")
public final class ListBindings extends ClientCommand {
  public ListBindings(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    output()
        .list(
            client.rotations().bindings().stream().map(ListBindings::item).toList(),
            List.of(
                Column.of("dataSource"),
                Column.of("secret"),
                Column.of("keys"),
                Column.of("origin"),
                Column.of("setAside"),
                Column.of("id")),
            "There are no bindings.");
    return ExitCode.OK;
  }

  private static Item item(Binding binding) {
    return Item.of("id", binding.id())
        .with("secret", binding.secret())
        .with("environmentId", binding.environmentId())
        .with("dataSource", binding.dataSource())
        .with("keys", keys(binding))
        .with("origin", binding.origin().name())
        .with("setAside", binding.setAside());
  }

  /** Key to where in the secret its value is; none where kind and shape say it. */
  private static Item keys(Binding binding) {
    Item keys = Item.empty();
    for (Map.Entry<String, String> each :
        binding.keys().entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
      keys = keys.with(each.getKey(), each.getValue());
    }
    return keys;
  }
}
