package dev.rekey.cli.sweep;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Problem;
import dev.rekey.cli.console.Session;
import dev.rekey.client.DatasourceHealth;
import dev.rekey.client.HealthFilter;
import dev.rekey.client.HealthState;
import dev.rekey.client.RekeyClient;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what sweeps found. */
@Command(
    name = "health",
    description =
        "Lists how the data sources are by the last sweep, or shows one with its last tests.")
public final class ListHealth extends ClientCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The one with this name, with its last tests.")
  private @Nullable String name;

  @Option(names = "--state", paramLabel = "STATE", description = "Those in this state alone.")
  private @Nullable HealthState state;

  public ListHealth(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    List<DatasourceHealth> found =
        client
            .sweeps()
            .health(new HealthFilter(Optional.ofNullable(name), Optional.ofNullable(state)));
    if (name == null) {
      output()
          .list(
              found.stream().map(Items::of).toList(),
              Items.HEALTH,
              "No sweep has found such a data source.");
    } else if (found.isEmpty()) {
      throw Problem.notFound("no sweep has found " + name + " in that state yet");
    } else {
      output().item(Items.withHistory(found.getFirst()));
    }
    return ExitCode.OK;
  }
}
