package dev.rekey.connector.kafka;

import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.TestResult.TimedOut;
import dev.rekey.connector.TestResult.Unreachable;
import dev.rekey.connector.TestResult.Unsupported;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.connector.support.NetworkFaults;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.protocol.Errors;

/** What an error means: by Kafka's code and by exception type, never by its text. */
final class KafkaErrors {
  private KafkaErrors() {}

  /** A broker answered with an error for the topic. */
  static TestResult ofTopic(Errors error, Endpoint at) {
    String where = "%s (error %d, %s)".formatted(at, error.code(), error.name());
    return switch (error) {
      case TOPIC_AUTHORIZATION_FAILED, CLUSTER_AUTHORIZATION_FAILED ->
          new NotPermitted(where + " does not let this user describe the topic");
      case UNKNOWN_TOPIC_OR_PARTITION, INVALID_TOPIC_EXCEPTION, UNKNOWN_TOPIC_ID ->
          new Misconfigured(KafkaSpec.TOPIC, KafkaSpec.TOPIC + ": " + where + " has no such topic");
      // Of all the others none says anything about the login or the topic.
      default -> new Unreachable(where + " is not able to serve now");
    };
  }

  /** A call failed. */
  static TestResult outcome(Exception failure, Endpoint at) {
    if (failure instanceof SslAuthenticationException && failure.getCause() != null) {
      return NetworkFaults.outcome(failure.getCause(), at)
          .orElseGet(() -> new Unreachable("the TLS connection to " + at + " was cut"));
    }
    return failure instanceof KafkaException known ? ofKafka(known, at) : ofNetwork(failure, at);
  }

  private static TestResult ofKafka(KafkaException failure, Endpoint at) {
    return switch (failure) {
      case UnsupportedSaslMechanismException _, IllegalSaslStateException _ ->
          new Misconfigured(
              KafkaSpec.MECHANISM, KafkaSpec.MECHANISM + ": " + at + " takes no such login");
      case SaslAuthenticationException _ -> new Refused(at + " refused the login");
      case AuthorizationException _ ->
          new NotPermitted(at + " does not let this user use the topic");
      case InterruptException _, TimeoutException _ -> new TimedOut("no answer from " + at);
      case UnsupportedVersionException _ ->
          new Unsupported(at + " is too old for this worker's client");
      default ->
          NetworkFaults.outcome(failure, at)
              .orElseGet(() -> new Unreachable(at + " does not answer as Kafka"));
    };
  }

  /** A broker that is spoken to in another protocol than its own hangs up without a word. */
  private static TestResult ofNetwork(Exception failure, Endpoint at) {
    Optional<TestResult> onTheWay = NetworkFaults.outcome(failure, at);
    return onTheWay.isPresent() && !(onTheWay.get() instanceof Unreachable)
        ? onTheWay.get()
        : new Unreachable(
            "no connection to "
                + at
                + ", or it was cut: if there is a broker, see whether "
                + KafkaSpec.PROTOCOL
                + " is its own");
  }
}
