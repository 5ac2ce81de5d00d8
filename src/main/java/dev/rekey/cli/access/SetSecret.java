package dev.rekey.cli.access;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.SecretInput;
import dev.rekey.cli.console.Session;
import dev.rekey.client.EnvironmentSecret;
import dev.rekey.client.RekeyClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a secret, or gives it another value. */
@Command(
    name = "set",
    description = {
      "Makes a secret, or gives it another value. Data sources that refer to it are rotated.",
      "The value is asked for, unless it is said where it is; it is never an argument."
    })
public final class SetSecret extends ClientCommand {
  @Parameters(paramLabel = "NAME", description = "Its name.")
  private String name = "";

  @Mixin private SecretInput value = new SecretInput();

  public SetSecret(Session session) {
    super(session);
  }

  @Override
  protected void check() {
    value.check();
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    EnvironmentSecret secret =
        client.secrets().put(name, value.read(session().shell(), "Value of " + name));
    output().done("Set %s, id %s.".formatted(secret.name(), secret.id()), SecretItems.of(secret));
    return ExitCode.OK;
  }
}
