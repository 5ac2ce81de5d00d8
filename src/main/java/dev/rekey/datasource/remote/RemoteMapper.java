package dev.rekey.datasource.remote;

import dev.rekey.client.Config;
import dev.rekey.client.Datasource;
import dev.rekey.client.DatasourceListing;
import dev.rekey.client.IntegrationKind;
import dev.rekey.client.InvalidArgumentException;
import dev.rekey.client.StoredValue;
import dev.rekey.client.TestOutcome;
import dev.rekey.connector.TestResult;
import dev.rekey.datasource.ConfigEntry;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.ConfiguredDataSource;
import dev.rekey.datasource.DataSource;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.datasource.Kind;
import dev.rekey.datasource.TestReport;
import dev.rekey.secret.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Data sources as the client has them. The one place of this package where values are revealed. */
final class RemoteMapper {
  private RemoteMapper() {}

  static DataSource dataSource(Datasource found) {
    return new DataSource(
        found.id(),
        found.environmentId(),
        found.name(),
        Kind.valueOf(found.kind().name()),
        found.createdAt(),
        found.updatedAt());
  }

  static ConfiguredDataSource configured(DatasourceListing.Entry entry) {
    Map<String, ConfigEntry> config = new TreeMap<>();
    for (StoredValue each : entry.keys()) {
      each.value()
          .ifPresent(
              value -> config.put(each.name(), new ConfigEntry(literal(value), each.updatedAt())));
    }
    return new ConfiguredDataSource(dataSource(entry.datasource()), config);
  }

  static IntegrationKind kind(Kind kind) {
    return IntegrationKind.valueOf(kind.name());
  }

  static ConfigEntry entry(dev.rekey.client.ConfigKey key) {
    return new ConfigEntry(literal(key.value()), key.updatedAt());
  }

  static ConfigValue literal(String value) {
    return new ConfigValue.Literal(Secret.of(value));
  }

  /**
   * @throws InvalidFieldException for the first value that is no text, which the API cannot carry
   */
  static Config config(Map<String, ConfigValue> values) {
    Config config = Config.empty();
    for (Map.Entry<String, ConfigValue> each : values.entrySet()) {
      config =
          switch (each.getValue()) {
            case ConfigValue.Literal(Secret value) ->
                config.with(each.getKey(), text(each.getKey(), value));
            case ConfigValue.Reference(String secretId) ->
                config.withSecret(each.getKey(), secretId);
          };
    }
    return config;
  }

  private static String text(String key, Secret value) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value.reveal())).toString();
    } catch (CharacterCodingException _) {
      throw new InvalidFieldException("config." + key, "is no text in UTF-8");
    }
  }

  /** The API does not say why a test failed: that it was refused is what keeps the old value. */
  static TestReport report(Kind kind, TestOutcome outcome) {
    return new TestReport(
        kind,
        outcome.success()
            ? new TestResult.Passed(outcome.message())
            : new TestResult.Refused(outcome.message()),
        outcome.latency());
  }

  /** A refusal of the other server, as one of ours. */
  static InvalidFieldException invalid(InvalidArgumentException refused) {
    return new InvalidFieldException(
        refused.field().orElse("config"), "is refused by the server: " + refused.getMessage());
  }
}
