package dev.rekey.connector.dynamodb;

import dev.rekey.connector.support.ConfigReader;
import dev.rekey.connector.support.EngineArguments;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.connector.support.aws.AwsConfig;
import dev.rekey.secret.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a config says about a DynamoDB data source. */
record DynamodbSpec(AwsConfig aws) {
  static final String REGION = "DYNAMODB_AWS_REGION_OVERRIDE";

  private static final String ID = "DYNAMODB_AWS_CLIENT_ID_OVERRIDE";
  private static final String SECRET = "DYNAMODB_AWS_CLIENT_SECRET_OVERRIDE";
  private static final String ROLE = "DYNAMODB_AWS_ROLE_ARN_OVERRIDE";
  private static final String ENDPOINT = "DYNAMODB_ENDPOINT_OVERRIDE";

  /**
   * @param ambientRegion that of the worker, where the config names none
   * @throws InvalidConfigException naming the first key that is missing or malformed
   */
  static DynamodbSpec of(Map<String, Secret> config, Optional<String> ambientRegion) {
    var reader = new ConfigReader(config);
    EngineArguments.of(reader, "DYNAMODB_ENGINE_ARGUMENTS", Set.of());
    Optional<AwsConfig.AccessKey> key = AwsConfig.accessKey(reader, ID, SECRET, Optional.empty());
    Optional<String> role = AwsConfig.role(reader, ROLE);
    if (key.isPresent() && role.isPresent()) {
      throw new InvalidConfigException(ROLE, "goes with no access key: leave one of them out");
    }
    Optional<URI> endpoint = endpoint(reader);
    return new DynamodbSpec(
        new AwsConfig(
            AwsConfig.region(reader, REGION)
                .or(() -> ambientRegion)
                .orElseThrow(
                    () -> new InvalidConfigException(REGION, "is missing, and AWS_REGION too")),
            key,
            role,
            endpoint,
            new AwsConfig.Keys(ID, REGION, endpoint.isPresent() ? ENDPOINT : REGION)));
  }

  /** A URL, or a host alone. */
  private static Optional<URI> endpoint(ConfigReader reader) {
    return reader.text(ENDPOINT).filter(text -> !text.contains("://")).isPresent()
        ? Optional.of(URI.create("https://" + reader.requiredHost(ENDPOINT)))
        : reader.httpUrl(ENDPOINT);
  }
}
