package dev.rekey.api.service;

import com.chalk.server.v1.ListSnowflakeNamedStagesResponse;
import com.chalk.server.v1.SnowflakeNamedStage;
import com.chalk.server.v1.SnowflakeUnloadStorageIntegration;
import dev.rekey.connector.StageConnector.Listed;
import dev.rekey.connector.StageConnector.NamedStage;
import dev.rekey.connector.StageConnector.StorageIntegration;
import dev.rekey.connector.TestResult;
import io.grpc.Status;

/** Named stages, as the wire has them. */
final class StageMapper {
  private StageMapper() {}

  static ListSnowflakeNamedStagesResponse response(Listed listed) {
    ListSnowflakeNamedStagesResponse.Builder response =
        ListSnowflakeNamedStagesResponse.newBuilder().setTruncated(listed.truncated());
    listed.stages().stream().map(StageMapper::stage).forEach(response::addStages);
    listed.storageIntegrations().stream()
        .map(StageMapper::storageIntegration)
        .forEach(response::addStorageIntegrations);
    return response.build();
  }

  private static SnowflakeNamedStage stage(NamedStage stage) {
    return SnowflakeNamedStage.newBuilder()
        .setName(stage.name())
        .setDatabaseName(stage.database())
        .setSchemaName(stage.schema())
        .setReference(stage.reference())
        .setKind(stage.kind())
        .setUrl(stage.url())
        .setComment(stage.comment())
        .setStorageIntegration(stage.storageIntegration())
        .build();
  }

  private static SnowflakeUnloadStorageIntegration storageIntegration(StorageIntegration one) {
    return SnowflakeUnloadStorageIntegration.newBuilder()
        .setName(one.name())
        .setType(one.type())
        .setProvider(one.provider())
        .setEnabled(one.enabled())
        .addAllAllowedLocations(one.allowedLocations())
        .setComment(one.comment())
        .build();
  }

  /** A list that cannot be had is an error of the call, unlike a test that does not pass. */
  static Status status(TestResult why) {
    return switch (why) {
      case TestResult.Misconfigured _, TestResult.Unsupported _ -> Status.INVALID_ARGUMENT;
      // Not UNAVAILABLE: clients would try again at once, five times.
      case TestResult.Refused _,
          TestResult.NotPermitted _,
          TestResult.Unreachable _,
          TestResult.TimedOut _,
          TestResult.Passed _ ->
          Status.FAILED_PRECONDITION;
    };
  }
}
