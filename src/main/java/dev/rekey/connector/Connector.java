package dev.rekey.connector;

import dev.rekey.secret.Secret;
import java.time.Duration;
import java.util.Map;

/**
 * Proves that a data source of one kind can be used with a config.
 *
 * <p>Calls block and may be made from many threads at once. A connector opens what it needs for one
 * test and closes it before it returns; it keeps no pool, thread or file. Nothing is changed at the
 * data source, so that a test may be repeated at will. Interrupting the thread ends the test at
 * once.
 */
@FunctionalInterface
public interface Connector {
  /**
   * Tries the config.
   *
   * @param config key to value, by the names of the kind's catalogue
   * @param deadline how long the test may take in all; longer is {@link TestResult.TimedOut}
   * @return the outcome; never an exception for anything that a config or a data source can do
   */
  TestResult test(Map<String, Secret> config, Duration deadline);
}
