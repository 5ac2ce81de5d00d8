package dev.rekey.cli.rotation;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.Column;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Session;
import dev.rekey.client.BindingPlan;
import dev.rekey.client.RekeyClient;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a rotation would do. */
@Command(
    name = "plan",
    description = {
      "Says what a rotation of a secret would do now: which keys would change, and whether the new"
          + " values pass the test. Writes nothing.",
      "Ends with 1 when a test does not pass."
    })
public final class PlanRotation extends ClientCommand {
  static final List<Column> COLUMNS =
      List.of(
          Column.of("dataSource"),
          Column.of("secretVersion"),
          Column.of("changedKeys"),
          Column.of("verdict"),
          Column.of("detail"),
          Column.of("message"));

  @Parameters(paramLabel = "SECRET", description = "Its reference, such as dir://shop-db.")
  private String secret = "";

  @Option(
      names = "--data-source",
      paramLabel = "NAME",
      description = "For the data source with this name alone.")
  private @Nullable String dataSource;

  public PlanRotation(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    List<BindingPlan> plans =
        dataSource == null
            ? client.rotations().plan(secret)
            : client.rotations().plan(secret, dataSource);
    output().list(plans.stream().map(Items::of).toList(), COLUMNS, "Nothing is bound to it.");
    return plans.stream().allMatch(PlanRotation::isGood) ? ExitCode.OK : ExitCode.FAILED;
  }

  /** Whether the values that would be written pass, or none would be. */
  static boolean isGood(BindingPlan plan) {
    return plan.verdict().map("passed"::equals).orElse(plan.secretVersion().isPresent());
  }
}
