package dev.rekey.cli.sweep;

import dev.rekey.cli.console.ClientCommand;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Session;
import dev.rekey.client.RekeyClient;
import dev.rekey.client.SweepKind;
import dev.rekey.client.SweepStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks for a sweep. */
@Command(
    name = "run",
    description = {
      "Sweeps now, as fast as the worker's bounds allow: `health` tests every data source, `drift`"
          + " compares every bound secret with what was last applied. One that is under way already is"
          + " joined.",
      "Ctrl-C ends the waiting, not the sweep."
    })
public final class RunSweep extends ClientCommand {
  private static final Duration LOOK = Duration.ofSeconds(1);

  @Parameters(paramLabel = "SWEEP", description = "health or drift.")
  private SweepKind kind = SweepKind.HEALTH;

  @Option(names = "--wait", description = "Wait until it has come to its end.")
  private boolean wait;

  public RunSweep(Session session) {
    super(session);
  }

  @Override
  protected ExitCode run(RekeyClient client) {
    Optional<Instant> before = client.sweeps().status(kind).lastSuccess();
    boolean joined = client.sweeps().run(kind);
    SweepStatus status = client.sweeps().status(kind);
    while (wait && status.lastSuccess().equals(before)) {
      session().progress("%d of %d".formatted(status.done(), status.total()));
      session().pause(LOOK);
      status = client.sweeps().status(kind);
    }
    output().done(sentence(joined, status), Items.of(kind, status).with("joined", joined));
    return ExitCode.OK;
  }

  private String sentence(boolean joined, SweepStatus status) {
    if (wait) {
      return "Looked at %d of %d.".formatted(status.done(), status.total());
    }
    return joined
        ? "One is under way already: %d of %d.".formatted(status.done(), status.total())
        : "It begins within seconds; `rekey sweep status` says how far it is.";
  }
}
