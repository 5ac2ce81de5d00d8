package dev.rekey.cli.worker;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Session;
import dev.rekey.client.KeyRotation;
import dev.rekey.client.RekeyClient;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Exchanges the keys of the store. */
@Command(
    name = "rotate",
    description = {
      "Makes a new key and begins to seal every value of the store under it, while everything goes"
          + " on. What is under way already is gone on with.",
      "Ctrl-C ends the waiting, not the work."
    })
public final class RotateKeys extends ClientCommand {
  private static final Duration LOOK = Duration.ofSeconds(1);

  @Option(names = "--wait", description = "Wait until all values are sealed under it.")
  private boolean wait;

  public RotateKeys(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    KeyRotation rotation = client.admin().rotateKeys();
    while (wait && rotation.running()) {
      session().progress("%d of %d".formatted(rotation.done(), rotation.total()));
      session().pause(LOOK);
      rotation = client.admin().keyRotation();
    }
    output().done(KeyItems.sentence(rotation), KeyItems.of(rotation));
    return ExitCode.OK;
  }
}
