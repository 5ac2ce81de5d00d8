package dev.rekey.connector.kinesis;

import dev.rekey.connector.support.ConfigReader;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.connector.support.aws.AwsConfig;
import dev.rekey.secret.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a config says about a Kinesis data source. One of name and ARN is there; the ARN wins.
 *
 * @param streamKey the config key that it comes from
 */
record KinesisSpec(AwsConfig aws, Optional<String> name, Optional<String> arn, String streamKey) {
  private static final String REGION = "KINESIS_REGION_NAME";
  private static final String NAME = "KINESIS_STREAM_NAME";
  private static final String ARN = "KINESIS_STREAM_ARN";
  private static final String ID = "KINESIS_AWS_ACCESS_KEY_ID";
  private static final String ENDPOINT = "KINESIS_ENDPOINT_URL";
  private static final Pattern NAME_SHAPE = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
  private static final Pattern ARN_SHAPE =
      Pattern.compile("arn:[a-z-]+:kinesis:[a-z0-9-]+:[0-9]{12}:stream/[a-zA-Z0-9_.-]{1,128}");

  /**
   * @throws InvalidConfigException naming the first key that is missing or malformed
   */
  static KinesisSpec of(Map<String, Secret> config) {
    var reader = new ConfigReader(config);
    reader.requiredText(REGION);
    Optional<URI> endpoint = reader.httpUrl(ENDPOINT);
    var aws =
        new AwsConfig(
            AwsConfig.region(reader, REGION).orElseThrow(),
            AwsConfig.accessKey(
                reader,
                ID,
                "KINESIS_AWS_SECRET_ACCESS_KEY",
                reader.secret("KINESIS_AWS_SESSION_TOKEN")),
            AwsConfig.role(reader, "KINESIS_CONSUMER_ROLE_ARN"),
            endpoint,
            new AwsConfig.Keys(ID, REGION, endpoint.isPresent() ? ENDPOINT : REGION));
    Optional<String> arn = reader.shaped(ARN, ARN_SHAPE, "the ARN of a stream");
    Optional<String> name = reader.shaped(NAME, NAME_SHAPE, "the name of a stream");
    if (arn.isEmpty() && name.isEmpty()) {
      throw new InvalidConfigException(NAME, "is missing, and so is " + ARN);
    }
    return arn.isPresent()
        ? new KinesisSpec(aws, Optional.empty(), arn, ARN)
        : new KinesisSpec(aws, name, Optional.empty(), NAME);
  }

  /** The name of the stream. */
  String topic() {
    return name.orElseGet(
        () -> arn.map(text -> text.substring(text.indexOf('/') + 1)).orElseThrow());
  }
}
