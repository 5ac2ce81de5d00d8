package dev.rekey.app;

import dev.rekey.ops.logging.Fields;
import dev.rekey.ops.logging.Repeats;
import dev.rekey.ops.logging.Repeats.LeftOut;
import dev.rekey.ops.logging.Repeats.Line;
import io.quarkus.logging.LoggingFilter;
import java.time.Duration;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Stands before the console: leaves out repeats, and makes fields of what a machine will read. The
 * console is the only place that the log is written to, so that a line may be changed for it.
 */
@LoggingFilter(name = "rekey")
public final class LogFilter implements Filter {
  private static final Logger LOGGER = Logger.getLogger(LogFilter.class);

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Repeats repeats;
  private final boolean json;

  public LogFilter(
      @ConfigProperty(name = "rekey.telemetry.log.repeats", defaultValue = "100") int most,
      @ConfigProperty(name = "rekey.telemetry.log.repeats-within", defaultValue = "1m")
          Duration within,
      @ConfigProperty(name = "quarkus.log.console.json.enabled", defaultValue = "false")
          boolean json) {
    this.repeats = new Repeats(most, within, System::nanoTime);
    this.json = json;
    Thread.ofVirtual().name("log-repeats").start(this::sumUp);
  }

  @Override
  public boolean isLoggable(LogRecord line) {
    boolean mayBeSaid =
        LogFilter.class.getName().equals(line.getLoggerName())
            || line.getMessage() == null
            || repeats.mayBeSaid(
                new Line(
                    String.valueOf(line.getLoggerName()),
                    line.getLevel().getName(),
                    line.getMessage()));
    if (mayBeSaid && json && line instanceof ExtLogRecord extended) {
      Fields.split(extended);
    }
    return mayBeSaid;
  }

  private void sumUp() {
    try {
      while (true) {
        Thread.sleep(LOOK);
        for (LeftOut each : repeats.over()) {
          LOGGER.warnf(
              "lines of the log were left out count=%d level=%s category=%s message=%s",
              each.count(), each.line().level(), each.line().category(), each.line().message());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
