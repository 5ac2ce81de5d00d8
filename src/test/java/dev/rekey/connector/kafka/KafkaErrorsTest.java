package dev.rekey.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.TestResult;
import dev.rekey.connector.support.Endpoint;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaErrorsTest {
  private static final String TEXT = "canary";
  private static final Endpoint AT =
      new Endpoint("broker.example", 9092, "KAFKA_BOOTSTRAP_SERVER", Optional.of("PROTOCOL"));

  @ParameterizedTest
  @CsvSource({
    "TOPIC_AUTHORIZATION_FAILED, NotPermitted",
    "CLUSTER_AUTHORIZATION_FAILED, NotPermitted",
    "UNKNOWN_TOPIC_OR_PARTITION, Misconfigured",
    "INVALID_TOPIC_EXCEPTION, Misconfigured",
    "UNKNOWN_TOPIC_ID, Misconfigured",
    "LEADER_NOT_AVAILABLE, Unreachable",
    "COORDINATOR_LOAD_IN_PROGRESS, Unreachable",
    "UNKNOWN_SERVER_ERROR, Unreachable"
  })
  void errorOfATopicIsToldByItsCode(Errors error, String outcome) {
    assertResult(KafkaErrors.ofTopic(error, AT), outcome);
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new SaslAuthenticationException(TEXT), "Refused"),
        Arguments.of(new UnsupportedSaslMechanismException(TEXT), "Misconfigured"),
        Arguments.of(new IllegalSaslStateException(TEXT), "Misconfigured"),
        Arguments.of(
            new SslAuthenticationException(TEXT, new SSLHandshakeException(TEXT)), "Misconfigured"),
        Arguments.of(new TopicAuthorizationException(TEXT), "NotPermitted"),
        Arguments.of(new ClusterAuthorizationException(TEXT), "NotPermitted"),
        Arguments.of(new UnsupportedVersionException(TEXT), "Unsupported"),
        Arguments.of(new TimeoutException(TEXT), "TimedOut"),
        Arguments.of(new KafkaException(TEXT), "Unreachable"),
        Arguments.of(new UnknownHostException(TEXT), "Unreachable"),
        Arguments.of(new SocketTimeoutException(TEXT), "TimedOut"),
        Arguments.of(new IOException(TEXT), "Unreachable"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failureOfACallIsToldByItsType(Exception failure, String outcome) {
    assertResult(KafkaErrors.outcome(failure, AT), outcome);
  }

  private static void assertResult(TestResult result, String outcome) {
    assertThat(result.getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(result.message()).contains("broker.example:9092").doesNotContain(TEXT);
  }
}
