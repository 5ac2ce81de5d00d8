package dev.rekey.app;

import dev.rekey.app.config.InvalidConfigException;
import dev.rekey.store.StoreException;
import io.quarkus.runtime.Quarkus;
import io.smallrye.config.ConfigValidationException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs the worker, and says why it cannot. */
final class Worker {
  private static final Logger LOGGER = Logger.getLogger(Worker.class);

  private Worker() {}

  /** Starts the worker, and returns when it has been told to stop. */
  static void run() {
    StopSignals.install();
    Quarkus.run(null, Worker::exit);
  }

  private static void exit(int code, @Nullable Throwable cause) {
    Optional<String> problem = problem(cause);
    if (problem.isPresent()) {
      LOGGER.errorf("the worker cannot start: %s", problem.get());
    } else if (cause != null) {
      LOGGER.error("the worker cannot start", cause);
    }
    System.exit(StopSignals.exitCode(code));
  }

  /** What an operator can mend is said in a line; a stack is for what we have to mend. */
  private static Optional<String> problem(@Nullable Throwable cause) {
    return Stream.iterate(cause, each -> each != null, Throwable::getCause)
        .filter(
            each ->
                each instanceof InvalidConfigException
                    || each instanceof StoreException
                    || each instanceof ConfigValidationException)
        .map(each -> each.getMessage().replaceAll("\\s+", " "))
        .findFirst();
  }
}
