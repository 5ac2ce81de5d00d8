package dev.rekey.cli.worker;

import dev.rekey.cli.console.Problem;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Stands for the worker in help and completion; whoever has the worker starts it before this. */
@Command(
    name = "serve",
    description = {
      "Runs the worker until it is told to stop; the same as no command at all.",
      "It is configured by config/rekey.yaml, or the file that REKEY_CONFIG names, and takes no"
          + " arguments."
    })
public final class Serve implements Callable<Integer> {
  @Override
  public Integer call() {
    throw Problem.usage("serve: stands alone, without options: `rekey serve`");
  }
}
