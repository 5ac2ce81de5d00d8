package dev.rekey.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel says of a process's resident memory, in MiB. */
public record ProcessMemory(long now, long peak) {
  private static final long KIB_PER_MIB = 1024;

  public static ProcessMemory of(long pid) {
    return new ProcessMemory(mib(pid, "VmRSS:"), mib(pid, "VmHWM:"));
  }

  private static long mib(long pid, String field) {
    try (var lines = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
      String kib =
          lines
              .filter(line -> line.startsWith(field))
              .map(line -> line.replaceAll("\\D", ""))
              .findFirst()
              .orElseThrow();
      return Long.parseLong(kib) / KIB_PER_MIB;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
