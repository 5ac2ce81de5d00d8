package dev.rekey.connector.dynamodb;

import dev.rekey.connector.Connector;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.support.BoundedCall;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.connector.support.aws.AwsAmbient;
import dev.rekey.connector.support.aws.AwsConfig;
import dev.rekey.connector.support.aws.AwsErrors;
import dev.rekey.connector.support.aws.AwsSession;
import dev.rekey.secret.Secret;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Lists one table of DynamoDB in the region. A config names no table, so that no other permission
 * is proved than {@code dynamodb:ListTables}. Thread-safe.
 */
public final class DynamodbConnector implements Connector {
  private final Egress egress;
  private final AwsAmbient ambient;

  public DynamodbConnector(Egress egress, AwsAmbient ambient) {
    this.egress = egress;
    this.ambient = ambient;
  }

  @Override
  public TestResult test(Map<String, Secret> config, Duration deadline) {
    try {
      AwsConfig aws = DynamodbSpec.of(config, ambient.region()).aws();
      return BoundedCall.run(deadline, () -> attempt(aws, deadline));
    } catch (InvalidConfigException e) {
      return e.outcome();
    }
  }

  private TestResult attempt(AwsConfig aws, Duration deadline) {
    try (var session = new AwsSession(egress, ambient, aws, deadline.plusSeconds(1))) {
      var errors =
          new AwsErrors(
              session.at("dynamodb"), aws.keys(), "dynamodb:ListTables", DynamodbSpec.REGION);
      try (DynamoDbClient client = session.client(DynamoDbClient.builder())) {
        client.listTables(request -> request.limit(1));
        return new TestResult.Passed(errors.at() + " accepted the credentials and listed tables");
      } catch (SdkException e) {
        return errors.outcome(e);
      }
    }
  }
}
