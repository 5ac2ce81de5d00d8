package dev.rekey.cli.declare;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.Column;
import dev.rekey.cli.console.Confirmation;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Inputs;
import dev.rekey.cli.console.Item;
import dev.rekey.cli.console.Session;
import dev.rekey.cli.rotation.Awaited;
import dev.rekey.client.AskedRotation;
import dev.rekey.client.RekeyClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes an environment as a file says it is. */
@Command(
    name = "apply",
    description = {
      "Makes data sources and bindings as a file says, and says first what differs.",
      "What the file does not name stays as it is: other data sources, other bindings, other keys."
          + " Done once more, it changes nothing. A key that a binding feeds is the"
          + " binding's: the file says at most what it holds before the first rotation.",
      "With --dry-run it writes nothing, and ends with 1 when something differs."
    })
public final class ApplyFile extends ClientCommand {
  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "YAML or JSON as `export` prints it; - for stdin.")
  private String file = "";

  @Option(names = "--dry-run", description = "Say what differs, and do nothing.")
  private boolean dryRun;

  @Mixin private Confirmation confirmation = new Confirmation();

  @Mixin private Awaited awaited = new Awaited();

  public ApplyFile(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    DeclaredFile wanted = DeclaredFile.parse(Inputs.text(session().shell(), file));
    Comparison.Result result =
        Comparison.of(wanted, Current.of(client), session().shell().variables());
    if (dryRun) {
      print(result);
      return result.changes().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }
    if (output().isForPeople() || result.changes().isEmpty()) {
      print(result);
    }
    if (result.changes().isEmpty()) {
      return ExitCode.OK;
    }
    Application application = new Application(client, session());
    application.check(result.changes());
    confirmation.ask(session().shell(), "Apply these changes?");
    return carryOut(client, application, result.changes());
  }

  private void print(Comparison.Result result) {
    if (output().isForPeople()) {
      output().text(Report.text(result));
    } else {
      output().list(Report.items(result), List.of(), "");
    }
  }

  private ExitCode carryOut(RekeyClient client, Application application, List<Change> changes) {
    List<Item> done = application.carryOut(changes);
    output()
        .list(
            done,
            List.of(
                Column.of("what"),
                Column.of("dataSource"),
                Column.of("secret"),
                Column.of("result"),
                Column.of("rotationId"),
                Column.of("message")),
            "");
    List<AskedRotation> rotations = application.rotations();
    boolean ended = awaited.isWanted() && !rotations.isEmpty();
    ExitCode rotated = ended ? awaited.report(client, session(), rotations) : ExitCode.OK;
    return application.hasFailed() ? ExitCode.FAILED : rotated;
  }
}
