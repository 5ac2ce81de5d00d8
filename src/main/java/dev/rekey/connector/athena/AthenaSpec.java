package dev.rekey.connector.athena;

import dev.rekey.connector.support.ConfigReader;
import dev.rekey.connector.support.EngineArguments;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.connector.support.aws.AwsConfig;
import dev.rekey.secret.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a config says about an Athena data source.
 *
 * @param results the folder of S3 that results are written to
 */
record AthenaSpec(
    AwsConfig aws,
    String results,
    Optional<String> schema,
    Optional<String> catalog,
    Optional<String> workGroup) {
  static final String RESULTS = "ATHENA_S3_STAGING_DIR";
  static final String SCHEMA = "ATHENA_SCHEMA_NAME";
  static final String WORK_GROUP = "ATHENA_WORK_GROUP";

  private static final String REGION = "ATHENA_AWS_REGION";
  private static final String ID = "ATHENA_AWS_ACCESS_KEY_ID";
  private static final Pattern FOLDER =
      Pattern.compile("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?");
  private static final Pattern GROUP = Pattern.compile("[a-zA-Z0-9._-]{1,128}");

  /**
   * @throws InvalidConfigException naming the first key that is missing or malformed
   */
  static AthenaSpec of(Map<String, Secret> config) {
    var reader = new ConfigReader(config);
    EngineArguments.of(reader, "ENGINE_ARGUMENTS", Set.of("poll_interval"));
    reader.requiredText(REGION);
    reader.requiredText(RESULTS);
    return new AthenaSpec(
        new AwsConfig(
            AwsConfig.region(reader, REGION).orElseThrow(),
            AwsConfig.accessKey(reader, ID, "ATHENA_AWS_ACCESS_KEY_SECRET", Optional.empty()),
            AwsConfig.role(reader, "ATHENA_ROLE_ARN"),
            Optional.empty(),
            new AwsConfig.Keys(ID, REGION, REGION)),
        reader
            .shaped(RESULTS, FOLDER, "a folder of S3, such as s3://bucket/results/")
            .orElseThrow(),
        reader.text(SCHEMA),
        reader.text("ATHENA_CATALOG_NAME"),
        reader.shaped(WORK_GROUP, GROUP, "the name of a work group"));
  }
}
