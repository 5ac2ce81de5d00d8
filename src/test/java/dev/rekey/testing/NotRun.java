package dev.rekey.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Checks that this machine cannot make; {@code make test} lists them at its end. */
public final class NotRun {
  private NotRun() {}

  /**
   * Aborts the test, and notes it for the summary.
   *
   * @param check what is not run; one note is kept per check
   * @param reason the rest of "not run, because"
   */
  public static void abort(String check, String reason) {
    Assumptions.abort(note(check, reason));
  }

  /** Notes it for the summary; returns the note. */
  static String note(String check, String reason) {
    String sentence = "%s: not run, because %s".formatted(check, reason);
    try {
      Path folder = Files.createDirectories(Path.of("target", "not-run"));
      Files.writeString(
          folder.resolve(check.replaceAll("[^A-Za-z0-9]+", "-") + ".txt"), sentence + "\n");
      return sentence;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
