package dev.rekey.it;

import dev.rekey.it.agent.FailPoint;
import dev.rekey.it.agent.FailPointAgent;
import dev.rekey.testing.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The points at which a worker that was started with these options can be made to stand still. */
final class FailPoints {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Path folder;

  /**
   * @param folder an empty one, for the agent and its files
   */
  FailPoints(Path folder) {
    this.folder = folder;
    packAgent();
  }

  /** What the worker's JVM is to be started with. */
  List<String> jvmOptions() {
    return List.of("-javaagent:" + jar(), "-D" + FailPoint.FOLDER + "=" + folder);
  }

  /** From now on, whoever comes to this point stands still there. */
  void arm(String point) {
    try {
      Files.deleteIfExists(folder.resolve(FailPoint.REACHED));
      Path next = Files.writeString(folder.resolve("armed.next"), point);
      Files.move(next, folder.resolve(FailPoint.ARMED), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void awaitReached(String point) {
    Eventually.get(
        LIMIT,
        () -> "nobody came to " + point,
        () -> Optional.of(folder.resolve(FailPoint.REACHED)).filter(Files::exists));
  }

  void disarm() {
    try {
      Files.deleteIfExists(folder.resolve(FailPoint.ARMED));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path jar() {
    return folder.resolve("failpoint-agent.jar");
  }

  private void packAgent() {
    var manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", FailPointAgent.class.getName());
    // Seen from every class loader, the worker's own among them.
    attributes.putValue("Boot-Class-Path", jar().getFileName().toString());
    String packageFolder = FailPointAgent.class.getPackageName().replace('.', '/');
    try (OutputStream file = Files.newOutputStream(jar());
        var out = new JarOutputStream(file, manifest);
        Stream<Path> classes = Files.list(testClasses().resolve(packageFolder))) {
      for (Path classFile : classes.toList()) {
        out.putNextEntry(new JarEntry(packageFolder + "/" + classFile.getFileName()));
        Files.copy(classFile, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path testClasses() {
    try {
      return Path.of(FailPoints.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
