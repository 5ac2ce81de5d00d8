package dev.rekey.app;

import dev.rekey.app.config.RekeyConfig;
import dev.rekey.store.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Waits at the start for a store that does not answer. What it answers, a refusal too, ends the
 * wait. Meanwhile probes get an answer from {@link WaitingRoom}.
 */
record StoreWait(RekeyConfig.Http http) {
  private static final Logger LOGGER = Logger.getLogger(StoreWait.class);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** No connection; the server is starting, stopping, or full. */
  private static final List<String> AWAY = List.of("08", "57P", "53300");

  /**
   * Tries until the store answers.
   *
   * @param use of the store
   * @throws StoreException when the worker is told to stop meanwhile
   */
  void until(Runnable use) {
    try {
      use.run();
    } catch (RuntimeException e) {
      if (!isAway(e)) {
        throw e;
      }
      waitFor(use);
    }
  }

  private void waitFor(Runnable use) {
    Thread waiting = Thread.currentThread();
    Thread stop = new Thread(waiting::interrupt, "store-wait-stop");
    Runtime.getRuntime().addShutdownHook(stop);
    LOGGER.warn("the store does not answer, waiting for it");
    try (WaitingRoom _ = WaitingRoom.open(http)) {
      while (true) {
        Thread.sleep(PAUSE);
        try {
          use.run();
          LOGGER.info("the store answers");
          removeHook(stop);
          return;
        } catch (RuntimeException e) {
          if (!isAway(e)) {
            throw e;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("the worker was told to stop while it waited for its store", e);
    }
  }

  private static void removeHook(Thread hook) {
    try {
      boolean _ = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException stopping) {
      LOGGER.debugf("stopping already error=%s", stopping.getClass().getName());
    }
  }

  /** The pool says without a state that it has waited for a connection in vain. */
  static boolean isAway(Throwable cause) {
    return Stream.iterate(cause, each -> each != null, Throwable::getCause)
        .filter(SQLException.class::isInstance)
        .map(each -> ((SQLException) each).getSQLState())
        .anyMatch(state -> state == null || AWAY.stream().anyMatch(state::startsWith));
  }
}
