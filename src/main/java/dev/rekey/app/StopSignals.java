package dev.rekey.app;

import sun.misc.Signal;

/**
 * A worker that ends because it was told to has done what it should: exit code 0, where the JVM
 * would say 143 or 130, which some orchestrators take for a failure. All else stays as it is: the
 * hooks of the JVM stop the worker in order.
 */
final class StopSignals {
  /** What a process ends with by convention when a signal ends it, beside the signal's number. */
  private static final int BY_SIGNAL = 128;

  private StopSignals() {}

  static void install() {
    for (String name : new String[] {"TERM", "INT"}) {
      Signal.handle(new Signal(name), _ -> System.exit(0));
    }
  }

  /** In a native executable, the framework's handlers take the place of ours, and report this. */
  static int exitCode(int code) {
    boolean isTold =
        code == BY_SIGNAL + new Signal("TERM").getNumber()
            || code == BY_SIGNAL + new Signal("INT").getNumber();
    return isTold ? 0 : code;
  }
}
