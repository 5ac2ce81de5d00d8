package dev.rekey.app;

import dev.rekey.app.config.InvalidConfigException;
import dev.rekey.store.StoreException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs the worker until it is told to stop. Exit codes: 0 when it was told to stop, 1 when it could
 * not start or broke.
 */
@QuarkusMain
public final class Main {
  private static final Logger LOGGER = Logger.getLogger(Main.class);

  private Main() {}

  public static void main(String... args) {
    Quarkus.run(null, (code, cause) -> exit(code, cause), args);
  }

  /** What an operator can mend is said in a line; a stack is for what we have to mend. */
  private static void exit(int code, @Nullable Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof InvalidConfigException || each instanceof StoreException) {
        LOGGER.errorf("the worker cannot start: %s", each.getMessage());
        System.exit(code);
      }
    }
    if (cause != null) {
      LOGGER.error("the worker cannot start", cause);
    }
    System.exit(code);
  }
}
