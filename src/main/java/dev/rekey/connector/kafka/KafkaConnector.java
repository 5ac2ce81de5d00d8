package dev.rekey.connector.kafka;

import dev.rekey.connector.StreamConnector;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.support.AwsTokens;
import dev.rekey.connector.support.AwsTokens.NotMade;
import dev.rekey.connector.support.AwsTokens.Token;
import dev.rekey.connector.support.BoundedCall;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.connector.support.JvmTrust;
import dev.rekey.connector.support.TrustFolder;
import dev.rekey.secret.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;

/**
 * Logs in to a broker of Kafka and describes the topic that a config names; reads a few messages
 * without a group. The first of the bootstrap servers that answers decides. Thread-safe.
 */
public final class KafkaConnector implements StreamConnector {
  private final Egress egress;
  private final AwsTokens tokens;
  private final TrustFolder files;

  public KafkaConnector(Egress egress, AwsTokens tokens, TrustFolder files) {
    this.egress = egress;
    this.tokens = tokens;
    this.files = files;
  }

  @Override
  public TestResult test(Map<String, Secret> config, Duration deadline) {
    try {
      var spec = KafkaSpec.of(config);
      return BoundedCall.run(deadline, () -> attempt(spec, deadline).outcome());
    } catch (InvalidConfigException e) {
      return e.outcome();
    }
  }

  @Override
  public Preview preview(Map<String, Secret> config, int limit, Duration deadline) {
    try {
      var spec = KafkaSpec.of(config);
      var read = new AtomicReference<Preview>();
      TestResult outcome =
          BoundedCall.run(
              deadline,
              () -> {
                Described described = attempt(spec, deadline);
                read.set(
                    described.configs().isEmpty()
                        ? new NotRead(described.outcome())
                        : read(spec, described, limit, deadline));
                return described.outcome();
              });
      return read.get() == null ? new NotRead(outcome) : read.get();
    } catch (InvalidConfigException e) {
      return new NotRead(e.outcome());
    }
  }

  /**
   * What became of a description.
   *
   * @param at who answered
   * @param brokers of the cluster, as the one that answered names them
   * @param configs with which it was asked; empty unless it passed
   */
  private record Described(
      TestResult outcome, Endpoint at, List<Endpoint> brokers, Map<String, Object> configs) {
    static Described failed(TestResult outcome, Endpoint at) {
      return new Described(outcome, at, List.of(), Map.of());
    }
  }

  private Described attempt(KafkaSpec spec, Duration deadline) {
    Endpoint first = spec.brokers().getFirst();
    Optional<Secret> token = Optional.empty();
    if (spec.login().isPresent() && spec.login().get() instanceof KafkaSpec.Iam iam) {
      switch (tokens.msk(iam.region(), iam.roleArn())) {
        case Token(Secret made) -> token = Optional.of(made);
        case NotMade(TestResult outcome) -> {
          return Described.failed(outcome, first);
        }
      }
    }
    Map<String, Object> configs;
    try {
      configs = ClientConfigs.of(spec, trust(spec), token);
    } catch (InvalidConfigException e) {
      return Described.failed(e.outcome(), first);
    }
    Described last = Described.failed(new TestResult.Unreachable("no broker answers"), first);
    for (Endpoint broker : spec.brokers()) {
      last = describe(spec, broker, configs, deadline);
      if (!(last.outcome() instanceof TestResult.Unreachable)) {
        return last;
      }
    }
    return last;
  }

  private Described describe(
      KafkaSpec spec, Endpoint broker, Map<String, Object> configs, Duration deadline) {
    try {
      // The network client keeps to itself what is wrong with a name.
      var _ = egress.resolve(broker.host());
      try (var call = new BrokerCall(egress, broker, configs, deadline)) {
        var answer =
            (MetadataResponse)
                call.ask(MetadataRequest.Builder.forTopicNames(List.of(spec.topic()), false));
        Errors error = answer.errors().getOrDefault(spec.topic(), Errors.NONE);
        return error == Errors.NONE
            ? new Described(
                new TestResult.Passed(broker + " accepted the login and described the topic"),
                broker,
                answer.brokers().stream().map(node -> endpoint(node.host(), node.port())).toList(),
                configs)
            : Described.failed(KafkaErrors.ofTopic(error, broker), broker);
      }
    } catch (IOException | KafkaException e) {
      return Described.failed(KafkaErrors.outcome(e, broker), broker);
    }
  }

  private static Endpoint endpoint(String host, int port) {
    return new Endpoint(host, port, KafkaSpec.BROKERS, Optional.of(KafkaSpec.PROTOCOL));
  }

  private SSLContext trust(KafkaSpec spec) {
    if (spec.caFile().isPresent()) {
      return Authorities.trusting(
          KafkaSpec.CA_FILE, files.read(KafkaSpec.CA_FILE, spec.caFile().get()));
    }
    return JvmTrust.now();
  }

  /** The consumer connects to whom the broker names: they are looked at before. */
  private Preview read(KafkaSpec spec, Described described, int limit, Duration deadline) {
    Endpoint asked = described.at();
    try {
      for (Endpoint broker : described.brokers()) {
        asked = broker;
        var _ = egress.resolve(broker.host());
      }
      return NewestMessages.read(
          spec.topic(), described.at(), described.configs(), limit, deadline);
    } catch (IOException | KafkaException e) {
      return new NotRead(KafkaErrors.outcome(e, asked));
    }
  }
}
