package dev.rekey.datasource;

import static dev.rekey.datasource.ConfigKey.conditional;
import static dev.rekey.datasource.ConfigKey.optional;
import static dev.rekey.datasource.ConfigKey.required;

import java.util.List;

/** The keys of the AWS services; without credentials those of the environment are used. */
final class AwsKeys {
  static final List<ConfigKey> ATHENA =
      List.of(
          required("ATHENA_AWS_REGION", "region"),
          conditional("ATHENA_AWS_ACCESS_KEY_ID", "access key id").asSecret(),
          conditional("ATHENA_AWS_ACCESS_KEY_SECRET", "secret access key").asSecret(),
          required("ATHENA_S3_STAGING_DIR", "S3 folder of the results"),
          optional("ATHENA_ROLE_ARN", "role to take"),
          optional("ATHENA_SCHEMA_NAME", "schema"),
          optional("ATHENA_CATALOG_NAME", "catalog"),
          optional("ATHENA_WORK_GROUP", "work group"),
          SqlKeys.ENGINE_ARGUMENTS);

  static final List<ConfigKey> DYNAMODB =
      List.of(
          conditional("DYNAMODB_AWS_CLIENT_ID_OVERRIDE", "access key id; not with a role"),
          conditional("DYNAMODB_AWS_CLIENT_SECRET_OVERRIDE", "secret access key").asSecret(),
          optional("DYNAMODB_AWS_ROLE_ARN_OVERRIDE", "role to take; not with an access key"),
          optional("DYNAMODB_AWS_REGION_OVERRIDE", "region"),
          optional("DYNAMODB_ENDPOINT_OVERRIDE", "host of the endpoint"),
          optional("DYNAMODB_ENGINE_ARGUMENTS", "further arguments, a JSON object"));

  static final List<ConfigKey> KINESIS =
      List.of(
          required("KINESIS_REGION_NAME", "region"),
          conditional("KINESIS_STREAM_NAME", "name of the stream, unless by ARN"),
          conditional("KINESIS_STREAM_ARN", "ARN of the stream, unless by name"),
          optional("KINESIS_LATE_ARRIVAL_DEADLINE", "how late a record may come, as 1hr30m40s")
              .defaultingTo("infinity"),
          optional("KINESIS_DEAD_LETTER_QUEUE_STREAM_NAME", "stream of the dead letters"),
          optional("KINESIS_AWS_ACCESS_KEY_ID", "access key id"),
          optional("KINESIS_AWS_SECRET_ACCESS_KEY", "secret access key").asSecret(),
          optional("KINESIS_AWS_SESSION_TOKEN", "session token").asSecret(),
          optional("KINESIS_ENDPOINT_URL", "URL of the endpoint"),
          optional("KINESIS_CONSUMER_ROLE_ARN", "role to take"),
          optional("KINESIS_ENHANCED_FANOUT_CONSUMER_NAME", "consumer with enhanced fan-out"));

  private AwsKeys() {}
}
