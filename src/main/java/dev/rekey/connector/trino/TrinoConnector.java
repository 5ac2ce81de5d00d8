package dev.rekey.connector.trino;

import dev.rekey.connector.Connector;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.support.BoundedCall;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.connector.support.NetworkFaults;
import dev.rekey.secret.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * Runs a statement at Trino that needs the catalog and the schema, where the config names them.
 * Thread-safe.
 */
public final class TrinoConnector implements Connector {
  private final Egress egress;

  public TrinoConnector(Egress egress) {
    this.egress = egress;
  }

  @Override
  public TestResult test(Map<String, Secret> config, Duration deadline) {
    try {
      var spec = TrinoSpec.of(config);
      return BoundedCall.run(deadline, () -> attempt(spec, deadline));
    } catch (InvalidConfigException e) {
      return e.outcome();
    }
  }

  /** The silence that is allowed is longer, and catches what an interrupt does not end. */
  private TestResult attempt(TrinoSpec spec, Duration deadline) {
    try {
      return new TrinoQuery(egress, spec)
          .run(
              TrinoStatement.proving(spec.catalog(), spec.schema()),
              deadline.plus(Duration.ofSeconds(1)));
    } catch (IOException e) {
      return NetworkFaults.outcome(e, spec.at()).orElseThrow();
    }
  }
}
