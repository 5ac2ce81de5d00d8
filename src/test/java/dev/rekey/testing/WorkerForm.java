package dev.rekey.testing;

import java.nio.file.Files;
import java.util.Locale;

/** What of the worker runs. */
public enum WorkerForm {
  /**
   * The packaged jar, with one compiler: it starts in half the CPU time, and does not live long.
   */
  JAR,
  /** The packaged jar with the compilers of the image. */
  PACKAGED,
  /** The same with the archive of {@code make aot}. */
  AOT,
  /** The native executable. */
  NATIVE;

  /** What the system property {@code tests.worker} says, such as {@code aot}; the jar else. */
  public static WorkerForm configured() {
    return valueOf(System.getProperty("tests.worker", "jar").toUpperCase(Locale.ROOT));
  }

  /** Whether {@code make aot} has been run for what is packaged. */
  public static boolean hasArchive() {
    return Files.exists(WorkerCommand.ARCHIVE);
  }
}
