package dev.rekey.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the worker under test is run. */
public final class WorkerCommand {
  static final Path ARCHIVE = WorkerProcess.APPLICATION.resolve("rekey.aot");
  private static final List<String> MEMORY = List.of("-Xmx256m", "-XX:+UseSerialGC");

  private WorkerCommand() {}

  /**
   * @param jar what runs on a JVM; an instrumented copy always does
   * @param temporary where temporary files go
   */
  static List<String> of(WorkerForm form, Path jar, List<String> jvmOptions, Path temporary) {
    boolean isCopy = !jar.startsWith(WorkerProcess.APPLICATION.toAbsolutePath());
    List<String> command =
        switch (isCopy ? WorkerForm.JAR : form) {
          case NATIVE -> onItsOwn(built("target", "rekey-*-runner"));
          case AOT -> withArchive(present(ARCHIVE, "make aot"));
          case JAR -> onJvm(jar, "-XX:TieredStopAtLevel=1", jvmOptions);
          case PACKAGED -> onJvm(jar, "-XX:TieredStopAtLevel=4", jvmOptions);
        };
    // What a worker that is killed leaves behind there goes with its folder.
    command.add(1, "-Djava.io.tmpdir=" + temporary);
    return command;
  }

  /** A JVM as the worker has it in its image. */
  public static List<String> jvm() {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(MEMORY);
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    return command;
  }

  private static List<String> onJvm(Path jar, String compilers, List<String> jvmOptions) {
    List<String> command = jvm();
    command.add(compilers);
    command.addAll(jvmOptions);
    command.addAll(List.of("-jar", present(jar, "./mvnw package").toString()));
    return command;
  }

  private static List<String> withArchive(Path archive) {
    List<String> command = new ArrayList<>(List.of(java()));
    command.add("@" + archive.resolveSibling("rekey.args").toAbsolutePath());
    command.addAll(MEMORY);
    command.add("dev.rekey.app.Main");
    return command;
  }

  private static List<String> onItsOwn(Path executable) {
    return new ArrayList<>(List.of(executable.toAbsolutePath().toString(), MEMORY.getFirst()));
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static Path present(Path file, String made) {
    if (!Files.exists(file)) {
      throw new IllegalStateException("Run " + made + " first: no " + file);
    }
    return file;
  }

  private static Path built(String folder, String glob) {
    try (var files = Files.newDirectoryStream(Path.of(folder), glob)) {
      for (Path file : files) {
        return file;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("Run ./mvnw package -Dnative first: no " + folder + "/" + glob);
  }
}
