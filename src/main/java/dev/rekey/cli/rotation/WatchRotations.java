package dev.rekey.cli.rotation;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Problem;
import dev.rekey.cli.console.Session;
import dev.rekey.client.RekeyClient;
import dev.rekey.client.Rotation;
import dev.rekey.client.RotationState;
import dev.rekey.client.RotationStream;
import dev.rekey.client.WatchFilter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells of rotations as they change. */
@Command(
    name = "watch",
    description = {
      "Tells of rotations as they change, until Ctrl-C, which ends it with 130.",
      "With `-o json` each is a line, with `-o yaml` a document. A server that goes away is waited"
          + " for."
    })
public final class WatchRotations extends ClientCommand {
  @Option(
      names = "--data-source",
      paramLabel = "NAME",
      description = "Those of the data source with this name alone.")
  private @Nullable String dataSource;

  @Option(names = "--state", paramLabel = "STATE", description = "Those in this state alone.")
  private @Nullable RotationState state;

  @Option(names = "--open", description = "First all that are open now.")
  private boolean open;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "End with 0 when this many have been told.")
  private int limit = Integer.MAX_VALUE;

  public WatchRotations(Session session) {
    super(session);
  }

  @Override
  protected void check() {
    if (limit < 1) {
      throw Problem.usage("--limit: must be at least 1");
    }
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    var filter = new WatchFilter(Optional.ofNullable(dataSource), Optional.ofNullable(state), open);
    int told = 0;
    try (RotationStream stream = client.rotations().watch(filter)) {
      session().progress("watching; Ctrl-C ends it");
      for (Rotation rotation : stream) {
        output().next(Items.of(rotation), Items.ROTATION);
        told++;
        if (told == limit || output().isClosed()) {
          break;
        }
      }
    }
    return ExitCode.OK;
  }
}
