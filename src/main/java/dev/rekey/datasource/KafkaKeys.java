package dev.rekey.datasource;

import static dev.rekey.datasource.ConfigKey.conditional;
import static dev.rekey.datasource.ConfigKey.optional;
import static dev.rekey.datasource.ConfigKey.required;

import java.util.List;

/** The keys of Kafka. */
final class KafkaKeys {
  static final List<ConfigKey> KAFKA =
      List.of(
          required("KAFKA_BOOTSTRAP_SERVER", "brokers, host:port with commas between"),
          required("KAFKA_TOPIC", "topic"),
          optional("KAFKA_SECURITY_PROTOCOL", "PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL")
              .defaultingTo("PLAINTEXT"),
          optional("KAFKA_SASL_MECHANISM", "PLAIN, SCRAM-SHA-256, SCRAM-SHA-512")
              .defaultingTo("PLAIN"),
          conditional("KAFKA_SASL_USERNAME", "user of a SASL login"),
          conditional("KAFKA_SASL_PASSWORD", "password of the SASL login").asSecret(),
          optional("KAFKA_CLIENT_ID_PREFIX", "start of the client id").defaultingTo("chalk/"),
          optional("KAFKA_GROUP_ID_PREFIX", "start of the group id").defaultingTo("chalk/"),
          optional(
              "KAFKA_SSL_CA_FILE", "file of trusted authorities, below the worker's trust folder"),
          optional("KAFKA_SSL_KEYSTORE_LOCATION", "key store, which is not read"),
          optional("KAFKA_DEAD_LETTER_QUEUE_TOPIC", "topic of the dead letters")
              .alsoCalled("KAFKA_DLQ_TOPIC"),
          optional("KAFKA_MSK_IAM_AUTH", "log in to MSK by IAM: true or false")
              .defaultingTo("false"),
          conditional("KAFKA_AWS_REGION", "region of the IAM login"),
          optional("KAFKA_AWS_ROLE_ARN", "role to take for the IAM login"),
          optional("KAFKA_ADDITIONAL_KAFKA_ARGS", "further consumer settings, a JSON object")
              // Any setting may be in there, a password of a key store too.
              .asSecret());

  private KafkaKeys() {}
}
