package dev.rekey.testing;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The threads that live now, virtual ones too. */
public final class ThreadNames {
  private static final Pattern HEADER = Pattern.compile("#[0-9]+ \"([^\"]*)\".*");

  private ThreadNames() {}

  /** Their names, one for each thread. */
  public static List<String> all() {
    Path folder = TempFolder.create("rekey-threads-");
    try {
      Path dump = folder.resolve("threads.txt");
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
      return Files.readAllLines(dump).stream()
          .map(HEADER::matcher)
          .filter(header -> header.matches())
          .map(header -> header.group(1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      TempFolder.delete(folder);
    }
  }
}
