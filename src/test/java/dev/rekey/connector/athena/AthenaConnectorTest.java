package dev.rekey.connector.athena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekey.connector.Connector;
import dev.rekey.connector.ConnectorContract;
import dev.rekey.connector.Setup;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.TestResult.TimedOut;
import dev.rekey.connector.TestResult.Unreachable;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.aws.TestAws;
import dev.rekey.datasource.Kind;
import dev.rekey.testing.AwsError;
import dev.rekey.testing.GuardedAws;
import dev.rekey.testing.TestCertificate;
import dev.rekey.testing.TlsFront;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AthenaConnectorTest extends ConnectorContract {
  private static final GuardedAws AWS = new GuardedAws("athena:*", _ -> {});

  @AfterEach
  void mend() {
    AWS.gateway().mend();
  }

  @AfterAll
  static void stop() {
    AWS.close();
  }

  @Override
  protected Kind kind() {
    return Kind.ATHENA;
  }

  @Override
  protected int serverPort() {
    return AWS.port();
  }

  @Override
  protected Connector connector(Egress egress) {
    return new AthenaConnector(egress, TestAws.nowhere(), Thread::sleep);
  }

  @Override
  protected Setup at(int port) {
    return at("http", port);
  }

  private static Setup at(String scheme, int port) {
    return new Setup(
        new AthenaConnector(OPEN, TestAws.at(scheme, port), Thread::sleep),
        Map.of(
            "ATHENA_AWS_REGION",
            "eu-west-1",
            "ATHENA_S3_STAGING_DIR",
            "s3://results/rekey/",
            "ATHENA_AWS_ACCESS_KEY_ID",
            AWS.user().id(),
            "ATHENA_AWS_ACCESS_KEY_SECRET",
            AWS.user().secret()));
  }

  @Override
  protected Set<String> credentialKeys() {
    return Set.of("ATHENA_AWS_ACCESS_KEY_ID", "ATHENA_AWS_ACCESS_KEY_SECRET");
  }

  @Override
  protected Map<String, String> wrongCredential() {
    return Map.of("ATHENA_AWS_ACCESS_KEY_SECRET", CANARY);
  }

  @Override
  protected Setup notPermitted() {
    return good()
        .with(
            Map.of(
                "ATHENA_AWS_ACCESS_KEY_ID", AWS.stranger().id(),
                "ATHENA_AWS_ACCESS_KEY_SECRET", AWS.stranger().secret()));
  }

  /** moto takes every work group, so that Athena's own answers stand in. */
  @Override
  protected Setup unknownThing() {
    AWS.gateway().failing("StartQueryExecution", AwsError.of(400, "InvalidRequestException"));
    AWS.gateway().failing("GetWorkGroup", AwsError.of(400, "InvalidRequestException"));
    return good().with("ATHENA_WORK_GROUP", "none");
  }

  @Override
  protected String thingKey() {
    return "ATHENA_WORK_GROUP";
  }

  @Override
  protected Map<String, String> malformed() {
    return Map.of(
        "ATHENA_AWS_REGION",
        "eu-west-1.evil.example/",
        "ATHENA_S3_STAGING_DIR",
        "file:///" + CANARY,
        "ATHENA_WORK_GROUP",
        CANARY + "/..",
        "ATHENA_ROLE_ARN",
        CANARY,
        "ATHENA_AWS_ACCESS_KEY_ID",
        CANARY,
        "ENGINE_ARGUMENTS",
        "{\"connect_args\": {\"a\": 1}}");
  }

  @Override
  protected Served overTls(TestCertificate certificate) {
    var front = new TlsFront(certificate, AWS.port());
    return Served.of(at("https", front.port()), front::close);
  }

  @Test
  void folderOfResultsThatCannotBeUsedIsNamed() {
    AWS.gateway().failing("StartQueryExecution", AwsError.of(400, "InvalidRequestException"));
    AWS.gateway().answering("GetWorkGroup", "{\"WorkGroup\": {\"Name\": \"primary\"}}");

    assertMisconfigured(good(), "ATHENA_S3_STAGING_DIR");
  }

  @Test
  void schemaThatDoesNotExistIsNamed() {
    failing(2);
    AWS.gateway().failing("GetDatabase", AwsError.of(400, "MetadataException"));

    assertMisconfigured(good().with("ATHENA_SCHEMA_NAME", "none"), "ATHENA_SCHEMA_NAME");
  }

  @Test
  void queryThatFailsInASchemaThatIsThereIsAMatterOfPermissions() {
    failing(2);
    AWS.gateway().answering("GetDatabase", "{\"Database\": {\"Name\": \"shop\"}}");

    assertThat(outcome(good().with("ATHENA_SCHEMA_NAME", "shop"))).isInstanceOf(NotPermitted.class);
  }

  @Test
  void failureOfAthenaItselfIsUnreachable() {
    failing(1);

    assertThat(outcome(good())).isInstanceOf(Unreachable.class);
  }

  private static void failing(int category) {
    AWS.gateway()
        .answering(
            "GetQueryExecution",
            """
            {"QueryExecution": {"Status": {"State": "FAILED", "StateChangeReason": "canary-5d0c1b7e",
             "AthenaError": {"ErrorCategory": %d, "ErrorType": 1100}}}}"""
                .formatted(category));
  }

  @Test
  void resultThatCannotBeReadIsNotPermitted() {
    AWS.gateway().failing("GetQueryResults", AwsError.of(400, "AccessDeniedException"));

    assertThat(outcome(good())).isInstanceOf(NotPermitted.class);
  }

  @Test
  void queryIsStoppedAtTheDeadline() {
    AWS.gateway()
        .answering(
            "GetQueryExecution", "{\"QueryExecution\": {\"Status\": {\"State\": \"RUNNING\"}}}");
    int before = AWS.gateway().count("StopQueryExecution");

    assertThat(outcome(good(), Duration.ofSeconds(2))).isInstanceOf(TimedOut.class);

    await()
        .untilAsserted(
            () -> assertThat(AWS.gateway().count("StopQueryExecution")).isEqualTo(before + 1));
  }

  @Test
  void workerWithoutCredentialsSaysWhichKeyIsMissing() {
    Setup without =
        good().without("ATHENA_AWS_ACCESS_KEY_ID").without("ATHENA_AWS_ACCESS_KEY_SECRET");

    assertThat(outcome(without))
        .isInstanceOfSatisfying(
            Misconfigured.class,
            result -> assertThat(result.key()).isEqualTo("ATHENA_AWS_ACCESS_KEY_ID"));
  }
}
