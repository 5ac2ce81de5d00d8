package dev.rekey.datasource;

import static dev.rekey.datasource.ConfigKey.optional;
import static dev.rekey.datasource.ConfigKey.required;

import java.util.List;

/** The keys of the Google services; without credentials those of the environment are used. */
final class GoogleKeys {
  static final List<ConfigKey> BIGQUERY =
      List.of(
          required("BQ_PROJECT", "project"),
          optional("BQ_DATASET", "dataset of names without one"),
          optional("BQ_LOCATION", "location of the jobs"),
          optional("BQ_CREDENTIALS_BASE64", "service-account key, JSON in base64").asSecret(),
          optional(
              "BQ_CREDENTIALS_PATH",
              "file of the service-account key, which is not read: use the key in base64"),
          optional("BQ_TEMP_PROJECT", "project of scratch tables"),
          optional("BQ_TEMP_DATASET", "dataset of scratch tables"),
          SqlKeys.ENGINE_ARGUMENTS);

  static final List<ConfigKey> SPANNER =
      List.of(
          required("SPANNER_PROJECT", "project"),
          required("SPANNER_INSTANCE", "instance"),
          required("SPANNER_DATABASE", "database"),
          optional("SPANNER_CREDENTIALS_BASE64", "service-account key, JSON in base64").asSecret(),
          optional("SPANNER_EMULATOR_HOST", "host and port of an emulator, without credentials"),
          optional("SPANNER_ENGINE_ARGUMENTS", "further arguments, a JSON object"),
          SqlKeys.ENGINE_ARGUMENTS);

  static final List<ConfigKey> PUBSUB =
      List.of(
          required("PUBSUB_PROJECT_ID", "project"),
          required("PUBSUB_SUBSCRIPTION_ID", "subscription"),
          optional("PUBSUB_LATE_ARRIVAL_DEADLINE", "how late a message may come")
              .defaultingTo("infinity"),
          optional("PUBSUB_DEAD_LETTER_QUEUE_TOPIC_ID", "topic of the dead letters"));

  private GoogleKeys() {}
}
