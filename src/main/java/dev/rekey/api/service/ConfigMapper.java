package dev.rekey.api.service;

import com.chalk.server.v1.IntegrationConfigValue;
import com.chalk.server.v1.SecretSource;
import com.chalk.server.v1.SecretValue;
import com.chalk.server.v1.SecretWithValue;
import dev.rekey.datasource.Catalogue;
import dev.rekey.datasource.ConfigEntry;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.ConfiguredDataSource;
import dev.rekey.datasource.DataSource;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Config on the wire. The one place of the API where values are revealed. */
final class ConfigMapper {
  private ConfigMapper() {}

  /**
   * Reads a config. Where a key is in both maps, the newer one wins.
   *
   * @param variables the deprecated form: literals alone
   * @throws InvalidFieldException for the first key that has neither a literal nor a secret id
   */
  static Map<String, ConfigValue> read(
      Map<String, String> variables, Map<String, IntegrationConfigValue> config) {
    Map<String, ConfigValue> read = new LinkedHashMap<>();
    variables.forEach((key, value) -> read.put(key, literal(value)));
    config.forEach((key, value) -> read.put(key, value(key, value)));
    return read;
  }

  private static ConfigValue value(String key, IntegrationConfigValue value) {
    return switch (value.getValueCase()) {
      case LITERAL -> literal(value.getLiteral());
      case SECRET_ID -> new ConfigValue.Reference(value.getSecretId());
      case VALUE_NOT_SET ->
          throw new InvalidFieldException(
              "config." + key, "has no value: set either literal or secret_id");
    };
  }

  private static ConfigValue literal(String value) {
    return new ConfigValue.Literal(Secret.of(value));
  }

  /** The disclosed part of a config: neither withheld keys nor those given by secret id. */
  static List<SecretWithValue> disclosed(ConfiguredDataSource dataSource) {
    List<SecretWithValue> disclosed = new ArrayList<>();
    dataSource
        .config()
        .forEach(
            (key, entry) ->
                disclose(dataSource.dataSource(), key, entry).ifPresent(disclosed::add));
    return disclosed;
  }

  private static Optional<SecretWithValue> disclose(
      DataSource owner, String key, ConfigEntry entry) {
    return Catalogue.isSecret(owner.kind(), key)
        ? Optional.empty()
        : text(entry).map(value -> named(owner, key, entry).setValue(value).build());
  }

  /**
   * All keys. One that is given by secret id has that id for its own, and no value.
   *
   * @param decrypt whether the values are there too, those of withheld keys among them
   */
  static List<SecretWithValue> all(ConfiguredDataSource dataSource, boolean decrypt) {
    List<SecretWithValue> all = new ArrayList<>();
    dataSource
        .config()
        .forEach(
            (key, entry) -> {
              SecretWithValue.Builder secret = named(dataSource.dataSource(), key, entry);
              switch (entry.value()) {
                case ConfigValue.Reference reference -> secret.setId(reference.secretId());
                case ConfigValue.Literal _ when decrypt -> text(entry).ifPresent(secret::setValue);
                case ConfigValue.Literal _ -> {}
              }
              all.add(secret.build());
            });
    return all;
  }

  private static SecretWithValue.Builder named(DataSource owner, String key, ConfigEntry entry) {
    return SecretWithValue.newBuilder()
        .setId(owner.id() + "/" + key)
        .setUpdatedAt(Replies.timestamp(entry.updatedAt()))
        .setName(key)
        .setFullName(owner.name() + "_" + key)
        .setSource(SecretSource.SECRET_SOURCE_MANAGED);
  }

  /** One value in clear; empty for a key that is not there or is given by secret id. */
  static Optional<SecretValue> value(ConfiguredDataSource dataSource, String key) {
    return Optional.ofNullable(dataSource.config().get(key))
        .flatMap(ConfigMapper::text)
        .map(
            value ->
                SecretValue.newBuilder()
                    .setName(key)
                    .setValue(value)
                    .setSource(SecretSource.SECRET_SOURCE_MANAGED)
                    .build());
  }

  private static Optional<String> text(ConfigEntry entry) {
    return switch (entry.value()) {
      case ConfigValue.Literal literal ->
          Optional.of(new String(literal.value().reveal(), StandardCharsets.UTF_8));
      case ConfigValue.Reference reference -> Optional.empty();
    };
  }
}
