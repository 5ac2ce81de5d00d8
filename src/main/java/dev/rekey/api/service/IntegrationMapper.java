package dev.rekey.api.service;

import com.chalk.server.v1.Integration;
import com.chalk.server.v1.IntegrationWarning;
import com.chalk.server.v1.IntegrationWarningCode;
import com.chalk.server.v1.IntegrationWithSecrets;
import com.chalk.server.v1.PreviewedMessage;
import com.chalk.server.v1.SecretWithValue;
import com.chalk.server.v1.TestIntegrationResponse;
import dev.rekey.connector.StreamConnector.Message;
import dev.rekey.connector.StreamConnector.Messages;
import dev.rekey.connector.StreamConnector.NotRead;
import dev.rekey.connector.StreamConnector.Preview;
import dev.rekey.connector.TestResult;
import dev.rekey.datasource.ConfigWarning;
import dev.rekey.datasource.ConfiguredDataSource;
import dev.rekey.datasource.DataSource;
import dev.rekey.datasource.TestReport;
import dev.rekey.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Data sources, what is said of them, and tests of them, as the wire has them. */
final class IntegrationMapper {
  private IntegrationMapper() {}

  static IntegrationWithSecrets integrationWithSecrets(
      ConfiguredDataSource found, List<SecretWithValue> secrets) {
    return IntegrationWithSecrets.newBuilder()
        .setIntegration(integration(found))
        .addAllSecrets(secrets)
        .build();
  }

  static Integration integration(ConfiguredDataSource found) {
    return integration(found.dataSource(), found.config().keySet());
  }

  /**
   * @param keys of its config
   */
  static Integration integration(DataSource dataSource, Set<String> keys) {
    Integration.Builder integration =
        Integration.newBuilder()
            .setId(dataSource.id())
            .setName(dataSource.name())
            .setKind(Kinds.toWire(dataSource.kind()))
            .setEnvironmentId(dataSource.environment())
            .setCreatedAt(Replies.timestamp(dataSource.createdAt()))
            .setUpdatedAt(Replies.timestamp(dataSource.updatedAt()));
    for (ConfigWarning warning : ConfigWarning.of(dataSource.kind(), keys)) {
      integration.addWarnings(warning(warning));
    }
    return integration.build();
  }

  private static IntegrationWarning warning(ConfigWarning warning) {
    return IntegrationWarning.newBuilder()
        .setCode(
            switch (warning.code()) {
              case SNOWFLAKE_UNLOAD_NOT_CONFIGURED ->
                  IntegrationWarningCode.INTEGRATION_WARNING_CODE_SNOWFLAKE_UNLOAD_NOT_CONFIGURED;
            })
        .setTitle(warning.title())
        .setMessage(warning.message())
        .addAllConfigKeys(warning.keys())
        .build();
  }

  /**
   * @param preview empty where none was asked for
   */
  static TestIntegrationResponse response(TestReport report, Optional<Preview> preview) {
    TestIntegrationResponse.Builder response =
        TestIntegrationResponse.newBuilder()
            .setKind(Kinds.text(report.kind()))
            .setSuccess(report.result() instanceof TestResult.Passed)
            .setMessage(report.result().message())
            .setLatencySeconds(report.latency().toNanos() / 1e9);
    if (preview.isPresent()) {
      switch (preview.get()) {
        case Messages(var messages) ->
            messages.stream()
                .map(IntegrationMapper::previewed)
                .forEach(response::addPreviewMessages);
        case NotRead(TestResult outcome) ->
            response.setMessage(
                report.result().message() + "; no messages were read: " + outcome.message());
      }
    }
    return response.build();
  }

  private static PreviewedMessage previewed(Message message) {
    PreviewedMessage.Builder previewed =
        PreviewedMessage.newBuilder()
            .setValueBase64(base64(message.value()))
            .setTopic(message.topic())
            .setPartition(message.partition())
            .setOffset(message.offset())
            .setTimestampMs(message.at().toEpochMilli());
    message.key().map(IntegrationMapper::base64).ifPresent(previewed::setKeyBase64);
    return previewed.build();
  }

  private static String base64(Secret value) {
    return new String(value.base64().reveal(), StandardCharsets.US_ASCII);
  }
}
