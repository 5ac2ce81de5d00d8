package dev.rekey.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * docs/benchmarks.md: where and how it was measured, and what each run came to.
 *
 * @param runs their tables, in Markdown
 */
record BenchmarksPage(LocalDate date, List<String> runs) {
  private static final double GIBIBYTE = 1 << 30;

  String text() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            # Benchmarks

            Written by `make bench` on %s, commit %s, %s, %d cores, %.0f GiB of memory, Java %s. All of it ran
            %d times, one after the other; each figure is the median of the rounds of its run, with the least and
            the most of them. What a figure is compared to was measured by turns with it, in the same run. The bars are those of the design; a figure is never asserted by a test.
            What misses its bar and why, and what was mended: [Performance](performance.md).
            """
                .formatted(
                    date,
                    commit(),
                    System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                    Runtime.getRuntime().availableProcessors(),
                    memory() / GIBIBYTE,
                    System.getProperty("java.version"),
                    runs.size()));
    for (int i = 0; i < runs.size(); i++) {
      page.append("\n## Run ").append(i + 1).append("\n\n");
      page.append(runs.get(i));
    }
    return page.toString();
  }

  void write(Path file) throws IOException {
    Files.writeString(file, text());
  }

  private static double memory() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getTotalMemorySize();
  }

  /** What is checked out, and whether anything but this page differs from it. */
  private static String commit() throws IOException {
    String head = git("rev-parse", "--short=12", "HEAD");
    String differing = git("status", "--porcelain", "--", ".", ":!docs/benchmarks.md");
    return "`" + head + "`" + (differing.isEmpty() ? "" : " and changes");
  }

  private static String git(String... arguments) throws IOException {
    Process git =
        new ProcessBuilder(Stream.concat(Stream.of("git"), Arrays.stream(arguments)).toList())
            .start();
    return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
