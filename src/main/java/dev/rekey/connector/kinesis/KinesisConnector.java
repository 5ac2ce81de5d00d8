package dev.rekey.connector.kinesis;

import dev.rekey.connector.StreamConnector;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.support.BoundedCall;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.connector.support.aws.AwsAmbient;
import dev.rekey.connector.support.aws.AwsErrors;
import dev.rekey.connector.support.aws.AwsSession;
import dev.rekey.secret.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** Describes the stream of Kinesis that a config names, and reads a few records. Thread-safe. */
public final class KinesisConnector implements StreamConnector {
  private static final String SERVICE = "kinesis";

  private final Egress egress;
  private final AwsAmbient ambient;
  private final InstantSource clock;

  public KinesisConnector(Egress egress, AwsAmbient ambient, InstantSource clock) {
    this.egress = egress;
    this.ambient = ambient;
    this.clock = clock;
  }

  @Override
  public TestResult test(Map<String, Secret> config, Duration deadline) {
    try {
      var spec = KinesisSpec.of(config);
      return BoundedCall.run(
          deadline,
          () ->
              call(
                  spec,
                  deadline,
                  "kinesis:DescribeStreamSummary",
                  client -> describe(client, spec),
                  outcome -> outcome));
    } catch (InvalidConfigException e) {
      return e.outcome();
    }
  }

  @Override
  public Preview preview(Map<String, Secret> config, int limit, Duration deadline) {
    try {
      var spec = KinesisSpec.of(config);
      var read = new AtomicReference<Preview>();
      TestResult outcome =
          BoundedCall.run(
              deadline,
              () -> {
                read.set(
                    call(
                        spec,
                        deadline,
                        "kinesis:ListShards, kinesis:GetShardIterator and kinesis:GetRecords",
                        client -> new Records(client, spec, clock).newest(limit),
                        NotRead::new));
                return new TestResult.Passed("read");
              });
      return outcome instanceof TestResult.Passed ? read.get() : new NotRead(outcome);
    } catch (InvalidConfigException e) {
      return new NotRead(e.outcome());
    }
  }

  private <R> R call(
      KinesisSpec spec,
      Duration deadline,
      String permission,
      Function<KinesisClient, R> call,
      Function<TestResult, R> failed) {
    try (var session = new AwsSession(egress, ambient, spec.aws(), deadline.plusSeconds(1))) {
      try (KinesisClient client = session.client(KinesisClient.builder())) {
        return call.apply(client);
      } catch (SdkException e) {
        return failed.apply(
            new AwsErrors(session.at(SERVICE), spec.aws().keys(), permission, spec.streamKey())
                .outcome(e));
      }
    }
  }

  private static TestResult describe(KinesisClient client, KinesisSpec spec) {
    StreamStatus status =
        client
            .describeStreamSummary(
                request ->
                    request.streamName(spec.name().orElse(null)).streamARN(spec.arn().orElse(null)))
            .streamDescriptionSummary()
            .streamStatus();
    return status == StreamStatus.ACTIVE || status == StreamStatus.UPDATING
        ? new TestResult.Passed("Kinesis accepted the credentials and described the stream")
        : new TestResult.Unreachable("the stream of Kinesis is not active (" + status + ")");
  }
}
