package dev.rekey.connector.redshift;

import dev.rekey.connector.Connector;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.connector.support.postgres.PostgresProbe;
import dev.rekey.secret.Secret;
import java.time.Duration;
import java.util.Map;

/**
 * Logs in to a Redshift database and runs {@code SELECT 1}. Nothing is unloaded: whether the role
 * and the bucket of UNLOAD work is not tested. Thread-safe.
 */
public final class RedshiftConnector implements Connector {
  private final PostgresProbe probe;

  public RedshiftConnector(Egress egress) {
    this.probe = new PostgresProbe(egress);
  }

  @Override
  public TestResult test(Map<String, Secret> config, Duration deadline) {
    try {
      return probe.run(RedshiftSpec.of(config).login(), deadline);
    } catch (InvalidConfigException e) {
      return e.outcome();
    }
  }
}
