package dev.rekey.connector.support;

import java.time.Duration;

/** Waits between two looks at something that takes its time. */
@FunctionalInterface
public interface Pause {
  void pause(Duration time) throws InterruptedException;
}
