package dev.rekey.cli.rotation;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Session;
import dev.rekey.client.AskedRotation;
import dev.rekey.client.RekeyClient;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks for rotations. */
@Command(
    name = "trigger",
    description = {
      "Rotates a secret now into all data sources that are bound to it, even to a version that was"
          + " rolled back before."
    })
public final class TriggerRotation extends ClientCommand {
  @Parameters(paramLabel = "SECRET", description = "Its reference, such as dir://shop-db.")
  private String secret = "";

  @Option(
      names = "--data-source",
      paramLabel = "NAME",
      description = "Into the data source with this name alone.")
  private @Nullable String dataSource;

  @Option(names = "--override", description = "Now, whatever change windows and freezes say.")
  private boolean override;

  @Mixin private Awaited awaited = new Awaited();

  public TriggerRotation(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    return awaited.report(client, session(), asked(client));
  }

  private List<AskedRotation> asked(RekeyClient client) {
    if (override) {
      return client.rotations().override(secret, Optional.ofNullable(dataSource));
    }
    return dataSource == null
        ? client.rotations().trigger(secret)
        : client.rotations().trigger(secret, dataSource);
  }
}
