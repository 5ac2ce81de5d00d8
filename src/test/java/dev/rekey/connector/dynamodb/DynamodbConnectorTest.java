package dev.rekey.connector.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.Connector;
import dev.rekey.connector.ConnectorContract;
import dev.rekey.connector.Setup;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.aws.TestAws;
import dev.rekey.datasource.Kind;
import dev.rekey.testing.AwsGateway;
import dev.rekey.testing.GuardedAws;
import dev.rekey.testing.MotoServer;
import dev.rekey.testing.TestCertificate;
import dev.rekey.testing.TlsFront;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DynamodbConnectorTest extends ConnectorContract {
  private static final String ROLE = "arn:aws:iam::" + MotoServer.ACCOUNT + ":role/reader";
  private static final GuardedAws AWS = new GuardedAws("dynamodb:ListTables", _ -> {});

  @AfterAll
  static void stop() {
    AWS.close();
  }

  @Override
  protected Kind kind() {
    return Kind.DYNAMODB;
  }

  @Override
  protected int serverPort() {
    return AWS.port();
  }

  @Override
  protected Connector connector(Egress egress) {
    return new DynamodbConnector(egress, TestAws.nowhere());
  }

  @Override
  protected Setup at(int port) {
    return new Setup(
        connector(OPEN),
        Map.of(
            "DYNAMODB_ENDPOINT_OVERRIDE",
            "http://127.0.0.1:" + port,
            "DYNAMODB_AWS_REGION_OVERRIDE",
            "eu-west-1",
            "DYNAMODB_AWS_CLIENT_ID_OVERRIDE",
            AWS.user().id(),
            "DYNAMODB_AWS_CLIENT_SECRET_OVERRIDE",
            AWS.user().secret()));
  }

  @Override
  protected Set<String> credentialKeys() {
    return Set.of("DYNAMODB_AWS_CLIENT_ID_OVERRIDE", "DYNAMODB_AWS_CLIENT_SECRET_OVERRIDE");
  }

  @Override
  protected Map<String, String> wrongCredential() {
    return Map.of("DYNAMODB_AWS_CLIENT_SECRET_OVERRIDE", CANARY);
  }

  @Override
  protected Setup notPermitted() {
    return good()
        .with(
            Map.of(
                "DYNAMODB_AWS_CLIENT_ID_OVERRIDE", AWS.stranger().id(),
                "DYNAMODB_AWS_CLIENT_SECRET_OVERRIDE", AWS.stranger().secret()));
  }

  /** A config names a region, and nothing in it. */
  @Override
  protected Setup unknownThing() {
    return good().with("DYNAMODB_AWS_REGION_OVERRIDE", "mars-north-1");
  }

  @Override
  protected String thingKey() {
    return "DYNAMODB_AWS_REGION_OVERRIDE";
  }

  @Override
  protected Set<String> urlKeys() {
    return Set.of("DYNAMODB_ENDPOINT_OVERRIDE");
  }

  @Override
  protected Map<String, String> malformed() {
    return Map.of(
        "DYNAMODB_AWS_REGION_OVERRIDE",
        "eu-west-1.evil.example/",
        "DYNAMODB_AWS_CLIENT_ID_OVERRIDE",
        CANARY,
        "DYNAMODB_AWS_ROLE_ARN_OVERRIDE",
        "arn:aws:s3:::" + CANARY,
        "DYNAMODB_ENGINE_ARGUMENTS",
        "{\"connect_args\": {\"a\": \"" + CANARY + "\"}}");
  }

  @Override
  protected Served overTls(TestCertificate certificate) {
    var front = new TlsFront(certificate, AWS.port());
    return Served.of(
        good().with("DYNAMODB_ENDPOINT_OVERRIDE", "https://127.0.0.1:" + front.port()),
        front::close);
  }

  @Test
  void unknownKeyIsRefused() {
    assertThat(outcome(good().with("DYNAMODB_AWS_CLIENT_ID_OVERRIDE", "AKIANOSUCHKEY")))
        .isInstanceOf(Refused.class);
  }

  @Test
  void halfAKeyIsNamed() {
    assertMisconfigured(
        good().without("DYNAMODB_AWS_CLIENT_SECRET_OVERRIDE"),
        "DYNAMODB_AWS_CLIENT_SECRET_OVERRIDE");
  }

  @Test
  void roleBesideAKeyIsNamed() {
    assertMisconfigured(
        good().with("DYNAMODB_AWS_ROLE_ARN_OVERRIDE", ROLE), "DYNAMODB_AWS_ROLE_ARN_OVERRIDE");
  }

  @Test
  void workerWithoutCredentialsSaysWhichKeyIsMissing() {
    Setup without =
        good()
            .without("DYNAMODB_AWS_CLIENT_SECRET_OVERRIDE")
            .without("DYNAMODB_AWS_CLIENT_ID_OVERRIDE");

    assertMisconfigured(without, "DYNAMODB_AWS_CLIENT_ID_OVERRIDE");
  }

  @Test
  void roleIsAssumedWithTheCredentialsOfTheWorker() {
    try (var gateway = AwsGateway.before(MotoServer.shared())) {
      var connector =
          new DynamodbConnector(OPEN, TestAws.anybody(gateway.endpoint(), "eu-central-1"));

      var setup = new Setup(connector, Map.of("DYNAMODB_AWS_ROLE_ARN_OVERRIDE", ROLE));

      assertThat(outcome(setup)).isInstanceOf(Passed.class);
      assertThat(gateway.count("AssumeRole")).isEqualTo(1);
      assertThat(gateway.last("AssumeRole")).contains("role%2Freader");
    }
  }
}
