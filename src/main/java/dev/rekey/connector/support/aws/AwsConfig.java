package dev.rekey.connector.support.aws;

import dev.rekey.connector.support.ConfigReader;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.secret.Secret;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * With what and where AWS is called for a data source.
 *
 * @param key where the config has one; else the worker's own credentials are used
 * @param role that is assumed with them
 * @param endpoint of the service, where the config names one
 * @param keys the config keys that outcomes are blamed on
 */
public record AwsConfig(
    String region,
    Optional<AccessKey> key,
    Optional<String> role,
    Optional<URI> endpoint,
    Keys keys) {
  // A region is a part of host names.
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-[0-9]{1,2}");
  private static final Pattern ROLE = Pattern.compile("arn:[a-z-]+:iam::[0-9]{12}:role/[!-~]+");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,128}");

  /** An access key. */
  public record AccessKey(String id, Secret secret, Optional<Secret> token) {}

  /**
   * Which config key names what.
   *
   * @param host decides where the service is: that of its endpoint, or of its region
   */
  public record Keys(String id, String region, String host) {}

  /**
   * @throws InvalidConfigException when it is there and no region
   */
  public static Optional<String> region(ConfigReader reader, String key) {
    return reader.shaped(key, REGION, "an AWS region, such as eu-west-1");
  }

  /**
   * @throws InvalidConfigException when it is there and no role
   */
  public static Optional<String> role(ConfigReader reader, String key) {
    return reader.shaped(key, ROLE, "the ARN of a role");
  }

  /**
   * The access key of a config; empty where there is none.
   *
   * @throws InvalidConfigException when there is half a key
   */
  public static Optional<AccessKey> accessKey(
      ConfigReader reader, String id, String secret, Optional<Secret> token) {
    reader.allOrNone(id, secret);
    return reader
        .shaped(id, ID, "an access key id: it has letters and digits alone")
        .map(text -> new AccessKey(text, reader.secret(secret).orElseThrow(), token));
  }
}
