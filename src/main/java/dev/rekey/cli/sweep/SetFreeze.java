package dev.rekey.cli.sweep;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Session;
import dev.rekey.client.RekeyClient;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Freezes. */
@Command(
    name = "on",
    description = {
      "Lets no rotation begin until the freeze ends or is lifted. What has been written already is"
          + " still judged, and rolled back where it has to be.",
      "`rekey rotations trigger --override` rotates all the same."
    })
public final class SetFreeze extends ClientCommand {
  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why, for whoever wonders.")
  private String reason = "";

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "When it ends by itself, such as 2026-12-24T06:00:00Z.")
  private @Nullable Instant until;

  @Option(names = "--everywhere", description = "All environments, not this one alone.")
  private boolean everywhere;

  public SetFreeze(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    if (everywhere) {
      client.sweeps().setFreezeEverywhere(reason, Optional.ofNullable(until));
    } else {
      client.sweeps().setFreeze(reason, Optional.ofNullable(until));
    }
    return ShowFreeze.print(client, output());
  }
}
