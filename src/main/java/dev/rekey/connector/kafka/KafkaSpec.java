package dev.rekey.connector.kafka;

import dev.rekey.connector.support.ConfigReader;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.connector.support.aws.AwsConfig;
import dev.rekey.secret.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/**
 * What a config says about a Kafka data source.
 *
 * @param login none where the protocol has none
 * @param caFile of trusted authorities; none: those of the JVM
 */
record KafkaSpec(
    List<Endpoint> brokers,
    String topic,
    SecurityProtocol protocol,
    Optional<Login> login,
    Optional<String> caFile) {
  static final String BROKERS = "KAFKA_BOOTSTRAP_SERVER";
  static final String TOPIC = "KAFKA_TOPIC";
  static final String PROTOCOL = "KAFKA_SECURITY_PROTOCOL";
  static final String MECHANISM = "KAFKA_SASL_MECHANISM";
  static final String CA_FILE = "KAFKA_SSL_CA_FILE";

  private static final String USER = "KAFKA_SASL_USERNAME";
  private static final String PASSWORD = "KAFKA_SASL_PASSWORD";
  private static final String IAM = "KAFKA_MSK_IAM_AUTH";
  private static final String KEY_STORE = "KAFKA_SSL_KEYSTORE_LOCATION";
  private static final int MOST_BROKERS = 50;
  private static final List<String> MECHANISMS = List.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512");
  private static final List<String> PROTOCOLS =
      List.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");
  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
  private static final Pattern BROKER =
      Pattern.compile("(?:\\[([^\\]]+)\\]|([^:\\[\\]]+)):([0-9]+)");
  private static final Pattern TOPIC_NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  /** How one logs in. */
  sealed interface Login {}

  record Password(String mechanism, String user, Secret password) implements Login {}

  /** To MSK, with a token of IAM. */
  record Iam(String region, Optional<String> roleArn) implements Login {}

  /**
   * @throws InvalidConfigException naming the first key that is missing or malformed
   */
  static KafkaSpec of(Map<String, Secret> config) {
    var reader = new ConfigReader(config);
    if (reader.text(KEY_STORE).isPresent()) {
      throw new InvalidConfigException(
          KEY_STORE, "names a file with a client's key, which this worker does not read");
    }
    ConsumerSettings.check(reader);
    boolean iam = reader.flag(IAM, false);
    SecurityProtocol protocol =
        SecurityProtocol.forName(
            reader.oneOf(PROTOCOL, PROTOCOLS).orElse(iam ? "SASL_SSL" : "PLAINTEXT"));
    if (iam && protocol != SecurityProtocol.SASL_SSL) {
      throw new InvalidConfigException(PROTOCOL, "is not SASL_SSL, which " + IAM + " needs");
    }
    reader.requiredText(TOPIC);
    return new KafkaSpec(
        brokers(reader),
        reader.shaped(TOPIC, TOPIC_NAME, "the name of a topic").orElseThrow(),
        protocol,
        login(reader, protocol, iam),
        reader.text(CA_FILE));
  }

  private static List<Endpoint> brokers(ConfigReader reader) {
    List<Endpoint> brokers = new ArrayList<>();
    for (String each : COMMA.split(reader.requiredText(BROKERS).strip(), MOST_BROKERS + 1)) {
      Matcher broker = BROKER.matcher(each);
      if (!broker.matches() || brokers.size() == MOST_BROKERS) {
        throw new InvalidConfigException(
            BROKERS, "is not a list of at most 50 brokers, host:port with commas between");
      }
      String host = broker.group(1) == null ? broker.group(2) : broker.group(1);
      var one =
          new ConfigReader(Map.of(BROKERS, Secret.of(host), "port", Secret.of(broker.group(3))));
      brokers.add(
          new Endpoint(one.requiredHost(BROKERS), port(one), BROKERS, Optional.of(PROTOCOL)));
    }
    return brokers;
  }

  private static int port(ConfigReader one) {
    try {
      return one.port("port", 0);
    } catch (InvalidConfigException _) {
      throw new InvalidConfigException(BROKERS, "has a port that is none (1 to 65535)");
    }
  }

  private static Optional<Login> login(
      ConfigReader reader, SecurityProtocol protocol, boolean iam) {
    if (iam) {
      String region = "KAFKA_AWS_REGION";
      reader.requiredText(region);
      return Optional.of(
          new Iam(
              AwsConfig.region(reader, region).orElseThrow(),
              AwsConfig.role(reader, "KAFKA_AWS_ROLE_ARN")));
    }
    if (protocol != SecurityProtocol.SASL_PLAINTEXT && protocol != SecurityProtocol.SASL_SSL) {
      return Optional.empty();
    }
    return Optional.of(
        new Password(
            reader.oneOf(MECHANISM, MECHANISMS).orElse("PLAIN"),
            reader.requiredText(USER),
            Secret.of(reader.requiredText(PASSWORD))));
  }
}
