package dev.rekey.connector.postgresql;

import dev.rekey.connector.Connector;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.support.AwsTokens;
import dev.rekey.connector.support.AwsTokens.NotMade;
import dev.rekey.connector.support.AwsTokens.Token;
import dev.rekey.connector.support.BoundedCall;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.connector.support.postgres.PostgresProbe;
import dev.rekey.secret.Secret;
import java.time.Duration;
import java.util.Map;

/**
 * Logs in to a PostgreSQL database and runs {@code SELECT 1}; to one of RDS with a token of IAM,
 * where the config asks for it. Thread-safe.
 */
public final class PostgresqlConnector implements Connector {
  private final PostgresProbe probe;
  private final AwsTokens tokens;

  public PostgresqlConnector(Egress egress, AwsTokens tokens) {
    this.probe = new PostgresProbe(egress);
    this.tokens = tokens;
  }

  @Override
  public TestResult test(Map<String, Secret> config, Duration deadline) {
    try {
      var spec = PostgresqlSpec.of(config);
      return spec.iam().isEmpty()
          ? probe.run(spec.login(), deadline)
          : BoundedCall.run(deadline, () -> withToken(spec, spec.iam().get(), deadline));
    } catch (InvalidConfigException e) {
      return e.outcome();
    }
  }

  private TestResult withToken(PostgresqlSpec spec, PostgresqlSpec.Iam iam, Duration deadline) {
    return switch (tokens.rds(
        spec.login().at(), spec.login().user(), iam.region(), iam.roleArn())) {
      case Token(Secret token) -> probe.run(spec.loginWith(token), deadline);
      case NotMade(TestResult outcome) -> outcome;
    };
  }
}
