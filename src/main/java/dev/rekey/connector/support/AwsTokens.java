package dev.rekey.connector.support;

import dev.rekey.connector.TestResult;
import dev.rekey.secret.Secret;
import java.util.Optional;

/**
 * Passwords for one login, that are made from AWS credentials: those of the environment of this
 * worker, or of a role that they assume. Thread-safe; calls may block, for a role.
 */
public interface AwsTokens {
  /** What became of it. */
  sealed interface Made {}

  /** A password, good for 15 minutes. */
  record Token(Secret value) implements Made {}

  /** There is none, and what that means for the test. */
  record NotMade(TestResult outcome) implements Made {}

  /** For a user of a database of RDS. */
  Made rds(Endpoint at, String user, String region, Optional<String> roleArn);

  /** For a cluster of MSK. */
  Made msk(String region, Optional<String> roleArn);
}
