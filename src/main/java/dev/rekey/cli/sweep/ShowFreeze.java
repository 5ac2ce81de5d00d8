package dev.rekey.cli.sweep;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Output;
import dev.rekey.cli.console.Session;
import dev.rekey.client.Freeze;
import dev.rekey.client.RekeyClient;
import picocli.CommandLine.Command;

/** Says what is frozen. */
@Command(name = "status", description = "Says whether the environment is frozen, by whom and why.")
public final class ShowFreeze extends ClientCommand {
  public ShowFreeze(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    return print(client, output());
  }

  /** As it is now. */
  static ExitCode print(RekeyClient client, Output output) {
    client
        .sweeps()
        .freeze()
        .ifPresentOrElse(
            freeze -> output.done(sentence(freeze), Items.of(freeze)),
            () -> output.done("Nothing is frozen.", Items.notFrozen()));
    return ExitCode.OK;
  }

  private static String sentence(Freeze freeze) {
    return "%s is frozen by %s %s: %s"
        .formatted(
            freeze.everywhere() ? "Every environment" : "The environment",
            freeze.actor(),
            freeze.until().map(until -> "until " + until).orElse("until it is lifted"),
            freeze.reason());
  }
}
