package dev.rekey.cli.worker;

import dev.rekey.cli.console.Problem;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Stands for the probe in help and completion; whoever has the worker answers it before this. */
@Command(
    name = "probe",
    description = {
      "Asks the worker of this machine whether it is ready: ends with 0 when it is, else with 1.",
      "For the health check of a container. It takes no arguments; REKEY_HTTP_MANAGEMENT_PORT names"
          + " the port, which is 9000 without it."
    })
public final class Probe implements Callable<Integer> {
  @Override
  public Integer call() {
    throw Problem.usage("probe: stands alone, without options: `rekey probe`");
  }
}
