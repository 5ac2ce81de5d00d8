package dev.rekey.bench;

import dev.rekey.chaos.Bursts;
import dev.rekey.chaos.Change;
import dev.rekey.chaos.Fleet;
import dev.rekey.chaos.ManagedSecret;
import dev.rekey.testing.AwsGateway;
import dev.rekey.testing.AwsSecret;
import dev.rekey.testing.Eventually;
import dev.rekey.testing.MotoServer;
import dev.rekey.testing.RecordingPostgres;
import dev.rekey.testing.SqsQueue;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Secrets of AWS that feed different numbers of data sources, and a worker between them. */
final class FetchesRig implements AutoCloseable {
  private static final String REGION = "us-east-1";
  private static final String NAME = "bench-fetches";
  private static final String FETCH = "GetSecretValue";
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final AwsGateway aws = AwsGateway.before(MotoServer.shared());
  private final Map<Integer, Fed> byFanOut = new LinkedHashMap<>();
  private final RecordingPostgres target =
      RecordingPostgres.start(
          login -> byFanOut.values().stream().anyMatch(fed -> fed.fleet().test(login)));
  private final SqsQueue queue;
  private final WorkerProcess worker;

  /** A secret, and the data sources that it feeds. */
  private record Fed(Fleet fleet, AwsSecret secret) {}

  FetchesRig(List<Integer> fanOuts) {
    queue = SqsQueue.create(aws.endpoint(), REGION, NAME, Map.of());
    WorkerConfig config =
        WorkerConfig.silent()
            .fetchingFromAws(aws.endpoint())
            .receivingFromSqs(aws.endpoint(), REGION, List.of(queue.url()))
            .limited(Bursts.FAST_CALLS);
    for (int fanOut : fanOuts) {
      Fed fed = fed(fanOut);
      byFanOut.put(fanOut, fed);
      config = fed.fleet().bind(config, _ -> fed.secret().ref());
    }
    worker = WorkerProcess.start(NAME, config);
    byFanOut
        .values()
        .forEach(
            fed -> {
              var _ = fed.fleet().create(worker.client(), _ -> target.port());
            });
  }

  private Fed fed(int fanOut) {
    Fleet fleet = new Fleet("fetched" + fanOut + "_", 0, 1, fanOut);
    ManagedSecret secret = fleet.secrets().getFirst();
    return new Fed(
        fleet, AwsSecret.create(aws.endpoint(), REGION, secret.name(), secret.first().json()));
  }

  /**
   * A new version, and its event; returns when every data source has it.
   *
   * @return how often the worker has asked AWS for the secret
   */
  int fetches(int fanOut) {
    Fed fed = byFanOut.get(fanOut);
    int before = aws.count(FETCH);
    String version = fed.fleet().secrets().getFirst().change(Change.GOOD).json();
    queue.send(fed.secret().put(version));
    Eventually.get(
        LIMIT,
        () -> "a version is not carried to " + fanOut + " data sources",
        () -> Optional.of(fed.fleet()).filter(Fleet::isCarried));
    fed.fleet().requireCommitted(worker.client());
    return aws.count(FETCH) - before;
  }

  @Override
  public void close() {
    worker.close();
    byFanOut.values().forEach(fed -> fed.secret().close());
    queue.close();
    target.close();
    aws.close();
  }
}
