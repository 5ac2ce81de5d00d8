package dev.rekey.connector.pubsub;

import dev.rekey.connector.support.ConfigReader;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.connector.support.google.GoogleNames;
import dev.rekey.secret.Secret;
import java.util.Map;
import java.util.regex.Pattern;

/** What a config says about a Pub/Sub data source. */
record PubsubSpec(String project, String subscription) {
  static final String PROJECT = "PUBSUB_PROJECT_ID";
  static final String SUBSCRIPTION = "PUBSUB_SUBSCRIPTION_ID";

  private static final Pattern SUBSCRIPTION_ID =
      Pattern.compile("[A-Za-z][A-Za-z0-9._~+%-]{2,254}");

  /**
   * @throws InvalidConfigException naming the first key that is missing or malformed
   */
  static PubsubSpec of(Map<String, Secret> config) {
    var reader = new ConfigReader(config);
    reader.requiredText(PROJECT);
    reader.requiredText(SUBSCRIPTION);
    return new PubsubSpec(
        reader.shaped(PROJECT, GoogleNames.PROJECT, "the id of a project").orElseThrow(),
        reader.shaped(SUBSCRIPTION, SUBSCRIPTION_ID, "the id of a subscription").orElseThrow());
  }

  /** The whole name. */
  String name() {
    return "projects/%s/subscriptions/%s".formatted(project, subscription);
  }
}
