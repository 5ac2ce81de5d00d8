package dev.rekey.event.directory;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.rekey.event.Backoff;
import dev.rekey.event.Delivery;
import dev.rekey.event.EventSource;
import dev.rekey.event.Intake;
import dev.rekey.event.RotationEvent;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Tells of changes of the secrets below one directory: by a file watch, and by a rescan behind it,
 * because watches can be lost.
 *
 * <p>When it starts it tells of every secret once, because it does not know what changed while it
 * was away. Only the secrets that are bound are looked at. A directory that is not there yet is
 * looked for by the rescan. Which secrets are bound may change while it runs. It runs on a thread
 * of its own.
 */
public final class DirectoryEventSource implements EventSource {
  private static final Logger LOGGER = Logger.getLogger(DirectoryEventSource.class);
  private static final String NAME = "directory";

  private final Path root;
  private final Supplier<Set<SecretRef>> bound;
  private final ChangedSecrets secrets;
  private final Intake intake;
  private final Duration rescan;
  private final InstantSource clock;
  private final FolderWatch watch;
  private final Thread thread;
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean rootSeen = true;
  private volatile Optional<Instant> lastPolled = Optional.empty();

  /**
   * Opens the file watch; {@link #close()} gives it back.
   *
   * @param bound the bound secrets of now; those of other stores than a directory are left out
   * @param store says which version a secret has
   * @param rescan how long a change may go unseen when its watch was lost
   * @param random where the ids of events come from
   */
  public DirectoryEventSource(
      Path root,
      Supplier<Set<SecretRef>> bound,
      SecretStore store,
      Intake intake,
      Duration rescan,
      InstantSource clock,
      RandomGenerator random) {
    this.root = root;
    this.bound = bound;
    this.secrets = new ChangedSecrets(store, random);
    this.intake = intake;
    this.rescan = rescan;
    this.clock = clock;
    this.watch = new FolderWatch(root.getFileSystem());
    this.thread = Thread.ofPlatform().name("directory-event-source").daemon().unstarted(this::run);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String place() {
    return root.toString();
  }

  @Override
  public void start() {
    thread.start();
  }

  /** Looks within a second at what is bound now. Does not block. */
  public void boundOthers() {
    watch.wake();
  }

  @Override
  public Optional<Instant> lastPolled() {
    return lastPolled;
  }

  @Override
  public Duration pollInterval() {
    return rescan;
  }

  private void run() {
    Backoff backoff = new Backoff();
    try {
      while (closed.getCount() > 0) {
        if (tell()) {
          backoff.succeeded();
          watch.awaitChange(rescan);
        } else {
          boolean _ = closed.await(backoff.failed().toMillis(), TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells of what changed since the last time; false when nobody could take it. */
  private boolean tell() {
    List<SecretRef> ours =
        bound.get().stream().filter(secret -> secret.scheme() == SecretRef.Scheme.DIR).toList();
    if (ours.isEmpty()) {
      // Nothing is missed, so that nothing is wrong with a directory that is not there.
      lastPolled = Optional.of(clock.instant());
      return true;
    }
    if (!rootIsThere()) {
      return true;
    }
    try {
      coverFolders(ours);
      List<RotationEvent> news = secrets.look(ours);
      lastPolled = Optional.of(clock.instant());
      if (!news.isEmpty()) {
        intake.accept(news.stream().map(DirectoryEventSource::delivery).toList());
        secrets.told(news);
      }
      return true;
    } catch (RuntimeException e) {
      LOGGER.warnf(
          "events could not be handed over, trying again source=%s error=%s",
          NAME, e.getClass().getName());
      return false;
    }
  }

  private boolean rootIsThere() {
    boolean seen = Files.isDirectory(root);
    if (rootSeen && !seen) {
      LOGGER.warnf("directory of secrets is not there, waiting for it directory=%s", root);
    }
    rootSeen = seen;
    return seen;
  }

  /**
   * Before the look, so that a change after it wakes us; again each time, since folders come and
   * go.
   */
  private void coverFolders(List<SecretRef> ours) {
    List<Path> present = new ArrayList<>(List.of(root));
    ours.stream()
        .map(secret -> root.resolve(secret.name()))
        .filter(Files::isDirectory)
        .forEach(present::add);
    watch.cover(present);
  }

  private static Delivery delivery(RotationEvent event) {
    return new Delivery(NAME, event.secret().name(), new Delivery.Decoded(event));
  }

  @Override
  public void close() {
    closed.countDown();
    watch.close();
    Uninterruptibles.joinUninterruptibly(thread);
  }
}
