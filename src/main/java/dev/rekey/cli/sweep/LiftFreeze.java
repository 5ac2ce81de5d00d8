package dev.rekey.cli.sweep;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Session;
import dev.rekey.client.RekeyClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lifts the freeze. */
@Command(name = "off", description = "Lifts the freeze; what has waited goes on within seconds.")
public final class LiftFreeze extends ClientCommand {
  @Option(
      names = "--everywhere",
      description = "That of all environments; one of a single environment stays.")
  private boolean everywhere;

  public LiftFreeze(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    if (everywhere) {
      client.sweeps().liftFreezeEverywhere();
    } else {
      client.sweeps().liftFreeze();
    }
    return ShowFreeze.print(client, output());
  }
}
