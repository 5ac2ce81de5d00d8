package dev.rekey.connector.athena;

import dev.rekey.connector.Connector;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.support.BoundedCall;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.connector.support.Pause;
import dev.rekey.connector.support.aws.AwsAmbient;
import dev.rekey.connector.support.aws.AwsErrors;
import dev.rekey.connector.support.aws.AwsSession;
import dev.rekey.secret.Secret;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.athena.AthenaClient;

/**
 * Runs {@code SELECT 1} in the work group of Athena that a config names, and reads its result from
 * where results are written. A query that is not done at the deadline is stopped. Thread-safe.
 */
public final class AthenaConnector implements Connector {
  private final Egress egress;
  private final AwsAmbient ambient;
  private final Pause pause;

  public AthenaConnector(Egress egress, AwsAmbient ambient, Pause pause) {
    this.egress = egress;
    this.ambient = ambient;
    this.pause = pause;
  }

  @Override
  public TestResult test(Map<String, Secret> config, Duration deadline) {
    try {
      var spec = AthenaSpec.of(config);
      return BoundedCall.run(deadline, () -> attempt(spec, deadline));
    } catch (InvalidConfigException e) {
      return e.outcome();
    }
  }

  private TestResult attempt(AthenaSpec spec, Duration deadline) throws InterruptedException {
    try (var session = new AwsSession(egress, ambient, spec.aws(), deadline.plusSeconds(1))) {
      var errors =
          new AwsErrors(
              session.at("athena"),
              spec.aws().keys(),
              "athena:StartQueryExecution, athena:GetQueryExecution and athena:GetQueryResults",
              AthenaSpec.RESULTS);
      try (AthenaClient client = session.client(AthenaClient.builder())) {
        return new Query(client, spec, errors, pause).run();
      } catch (SdkException e) {
        return errors.outcome(e);
      }
    }
  }
}
