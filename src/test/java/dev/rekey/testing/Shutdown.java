package dev.rekey.testing;

/** Whether this JVM is about to end. */
public final class Shutdown {
  private Shutdown() {}

  /** After Ctrl-C all parts are gone because they were told to go: nothing has failed. */
  public static boolean isUnderWay() {
    var probe = new Thread();
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      return !Runtime.getRuntime().removeShutdownHook(probe);
    } catch (IllegalStateException stopping) {
      return true;
    }
  }
}
