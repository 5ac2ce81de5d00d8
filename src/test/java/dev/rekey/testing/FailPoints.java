package dev.rekey.testing;

import dev.rekey.testing.failpoint.FailPoint;
import dev.rekey.testing.failpoint.Faults;
import dev.rekey.testing.failpoint.Instrumentation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The points at which a worker that was started with them can be made to stand still, and what else
 * can be made to go wrong inside it.
 */
public final class FailPoints {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Path folder;
  private final Path jar;

  /**
   * @param folder an empty one, for an instrumented copy of the worker and its files
   */
  public FailPoints(Path folder) {
    this.folder = folder;
    this.jar = new Instrumentation().copy(WorkerProcess.APPLICATION, folder.resolve("worker"));
  }

  /** What the worker's JVM is to run. */
  Path jar() {
    return jar;
  }

  /**
   * What the worker's JVM is to be started with. A worker that ends in order leaves an archive of
   * its classes behind, with which all later ones start in two thirds of the time.
   */
  List<String> jvmOptions() {
    return List.of(
        "-D" + FailPoint.FOLDER + "=" + folder,
        "-XX:+AutoCreateSharedArchive",
        "-XX:SharedArchiveFile=" + folder.resolve("worker.jsa"));
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
}
