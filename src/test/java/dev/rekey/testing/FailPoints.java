package dev.rekey.testing;

import dev.rekey.testing.agent.FailPoint;
import dev.rekey.testing.agent.FailPointAgent;
import dev.rekey.testing.agent.Faults;
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

/**
 * The points at which a worker that was started with these options can be made to stand still, and
 * what else can be made to go wrong inside it.
 */
public final class FailPoints {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Path folder;

  /**
   * @param folder an empty one, for the agent and its files
   */
  public FailPoints(Path folder) {
    this.folder = folder;
    packAgent();
  }

  /** What the worker's JVM is to be started with. */
  public List<String> jvmOptions() {
    return List.of("-javaagent:" + jar(), "-D" + FailPoint.FOLDER + "=" + folder);
  }

  /** From now on, whoever comes to this point stands still there. */
  public void arm(String point) {
    remove(FailPoint.REACHED);
    write(FailPoint.ARMED, point);
  }

  public void awaitReached(String point) {
    Eventually.get(
        LIMIT,
        () -> "nobody came to " + point,
        () -> Optional.of(folder.resolve(FailPoint.REACHED)).filter(Files::exists));
  }

  public void disarm() {
    remove(FailPoint.ARMED);
  }

  /** Every point that a worker has passed so far, in the order of the first time. */
  public List<String> passed() {
    return lines(FailPoint.POINTS).stream().distinct().toList();
  }

  /** From now on, the secret stores ask to come back later. */
  public void throttle() {
    write(Faults.THROTTLE, "");
  }

  /** How often a secret store has asked to come back later. */
  public int throttled() {
    return lines(Faults.THROTTLED).size();
  }

  /** The secret stores answer again. */
  public void unthrottle() {
    remove(Faults.THROTTLE);
  }

  /** Puts the worker's clock ahead by so much, or behind. */
  public void skew(Duration ahead) {
    write(Faults.SKEW, String.valueOf(ahead.toSeconds()));
  }

  private void write(String name, String content) {
    try {
      Path next = Files.writeString(folder.resolve(name + ".next"), content);
      Files.move(next, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void remove(String name) {
    try {
      Files.deleteIfExists(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> lines(String name) {
    Path file = folder.resolve(name);
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
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
