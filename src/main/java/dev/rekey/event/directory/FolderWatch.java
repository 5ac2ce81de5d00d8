package dev.rekey.event.directory;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Wakes up when something changes in the folders it covers. It may miss changes (too many at once,
 * a network file system, the limits of the machine) and says so at most in the log. {@link
 * #close()} may be called from any thread, the rest from one.
 */
final class FolderWatch implements AutoCloseable {
  private static final Logger LOGGER = Logger.getLogger(FolderWatch.class);

  /** A burst is over when it was quiet for this long. */
  private static final Duration SLICE = Duration.ofSeconds(1);

  private static final Duration QUIET = Duration.ofMillis(50);

  /** A folder that is never quiet is looked at all the same, after so many changes. */
  private static final int LONGEST_BURST = 40;

  private final Optional<WatchService> service;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicBoolean woken = new AtomicBoolean();
  private final Set<Path> uncovered = new HashSet<>();

  FolderWatch(FileSystem fileSystem) {
    this.service = open(fileSystem);
  }

  private static Optional<WatchService> open(FileSystem fileSystem) {
    try {
      return Optional.of(fileSystem.newWatchService());
    } catch (IOException | UnsupportedOperationException e) {
      LOGGER.warnf("no file watch here, rescans only error=%s", e.getClass().getName());
      return Optional.empty();
    }
  }

  /** Covers these folders from now on; those that it covers already may be among them. */
  void cover(Collection<Path> folders) {
    service.ifPresent(watcher -> folders.forEach(folder -> cover(watcher, folder)));
  }

  private void cover(WatchService watcher, Path folder) {
    try {
      var _ = folder.register(watcher, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
      uncovered.remove(folder);
    } catch (IOException e) {
      if (uncovered.add(folder)) {
        LOGGER.warnf(
            "folder is not watched, rescans only folder=%s error=%s",
            folder.getFileName(), e.getClass().getName());
      }
    } catch (ClosedWatchServiceException _) {
      uncovered.add(folder);
    }
  }

  /** Ends the wait of {@link #awaitChange} within a second, or the next one. */
  void wake() {
    woken.set(true);
  }

  /**
   * Waits for a change, and then for the end of its burst; or for so long, or for {@link #wake}, or
   * for the close.
   */
  void awaitChange(Duration longest) throws InterruptedException {
    Duration left = longest;
    while (!woken.getAndSet(false) && left.isPositive() && closed.getCount() > 0) {
      Duration slice = left.compareTo(SLICE) < 0 ? left : SLICE;
      if (changed(slice)) {
        return;
      }
      left = left.minus(slice);
    }
  }

  private boolean changed(Duration longest) throws InterruptedException {
    if (service.isEmpty()) {
      return closed.await(longest.toNanos(), TimeUnit.NANOSECONDS);
    }
    try {
      WatchKey key = service.get().poll(longest.toNanos(), TimeUnit.NANOSECONDS);
      boolean changed = key != null;
      for (int changes = 0; key != null && changes < LONGEST_BURST; changes++) {
        key.pollEvents().clear();
        boolean _ = key.reset();
        key = service.get().poll(QUIET.toNanos(), TimeUnit.NANOSECONDS);
      }
      return changed;
    } catch (ClosedWatchServiceException _) {
      return true;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      if (service.isPresent()) {
        service.get().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
