package dev.rekey.cli.rotation;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Session;
import dev.rekey.client.RekeyClient;
import dev.rekey.client.RotationFilter;
import dev.rekey.client.RotationState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists rotations. */
@Command(name = "list", description = "Lists rotations, newest first.")
public final class ListRotations extends ClientCommand {
  @Option(
      names = "--data-source",
      paramLabel = "NAME",
      description = "Those of the data source with this name alone.")
  private @Nullable String dataSource;

  @Option(names = "--state", paramLabel = "STATE", description = "Those in this state alone.")
  private @Nullable RotationState state;

  @Option(names = "--limit", paramLabel = "N", description = "At most this many (20).")
  private int limit = 20;

  public ListRotations(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    var filter =
        new RotationFilter(Optional.ofNullable(dataSource), Optional.ofNullable(state), limit);
    output()
        .list(
            client.rotations().list(filter).stream().map(Items::of).toList(),
            Items.ROTATION,
            "There are no rotations.");
    return ExitCode.OK;
  }
}
