package dev.rekey.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM's heap really holds. */
public final class LiveHeap {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
  private static final long PATIENCE_SECONDS = 60;

  private LiveHeap() {}

  /** The bytes that are left after a full collection, which this call causes. */
  public static long bytes(long pid) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      // Into a file: a JVM that looks at itself stands still meanwhile, and would not empty a pipe.
      Path answer = Files.createTempFile("rekey-histogram", ".txt");
      try {
        Process process =
            new ProcessBuilder(jcmd, String.valueOf(pid), "GC.class_histogram")
                .redirectErrorStream(true)
                .redirectOutput(answer.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new IllegalStateException("jcmd did not end");
        }
        String histogram = Files.readString(answer);
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find()) {
          throw new IllegalStateException("no total in: " + histogram);
        }
        return Long.parseLong(total.group(1));
      } finally {
        Files.delete(answer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
