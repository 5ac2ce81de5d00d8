package dev.rekey.cron;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.rekey.rotation.Recurrence;
import dev.rekey.sweep.Schedule;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/** The times of a cron expression of five fields: minute, hour, day, month, day of the week. */
public final class CronTimes implements Recurrence, Schedule {
  private final ExecutionTime times;
  private final ZoneId zone;

  /**
   * @throws IllegalArgumentException when it is no such expression; the message says why
   */
  public CronTimes(String expression, ZoneId zone) {
    this.times =
        ExecutionTime.forCron(
            new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX))
                .parse(expression)
                .validate());
    this.zone = zone;
  }

  @Override
  public Optional<Instant> lastUntil(Instant time) {
    // The library's last one is before the time that it is asked for, and none has fractions.
    return times.lastExecution(time.plusSeconds(1).atZone(zone)).map(ZonedDateTime::toInstant);
  }

  @Override
  public Optional<Instant> nextAfter(Instant time) {
    return times.nextExecution(time.atZone(zone)).map(ZonedDateTime::toInstant);
  }

  @Override
  public Optional<Instant> after(Instant time) {
    return nextAfter(time);
  }
}
