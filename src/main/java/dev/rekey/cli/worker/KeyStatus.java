package dev.rekey.cli.worker;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Session;
import dev.rekey.client.KeyRotation;
import dev.rekey.client.RekeyClient;
import picocli.CommandLine.Command;

/** Says how far an exchange of keys is. */
@Command(
    name = "status",
    description = "Says how many values of the store are sealed under its newest key.")
public final class KeyStatus extends ClientCommand {
  public KeyStatus(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    KeyRotation rotation = client.admin().keyRotation();
    output().done(KeyItems.sentence(rotation), KeyItems.of(rotation));
    return ExitCode.OK;
  }
}
