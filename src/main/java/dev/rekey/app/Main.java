package dev.rekey.app;

import dev.rekey.cli.Rekey;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;

/**
 * The {@code rekey} binary: the worker, or a client of it. Without a word, or with {@code serve},
 * it runs the worker until it is told to stop, and ends with 0 then, or with 1 when it could not
 * start or broke. With {@code probe}, it asks the worker of this machine whether it is ready. Any
 * other word is a client command, for which nothing of the worker is started: no ports, no
 * database, no configuration.
 */
@QuarkusMain
public final class Main {
  private Main() {}

  public static void main(String... args) {
    if (args.length == 0 || List.of(args).equals(List.of("serve"))) {
      Worker.run();
    } else if (List.of(args).equals(List.of("probe"))) {
      System.exit(Probe.run(System.getenv()));
    } else {
      System.exit(Rekey.run(ProcessShell.create(), args));
    }
  }
}
