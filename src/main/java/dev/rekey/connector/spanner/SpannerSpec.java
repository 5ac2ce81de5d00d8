package dev.rekey.connector.spanner;

import dev.rekey.connector.support.ConfigReader;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.connector.support.EngineArguments;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.connector.support.google.GoogleNames;
import dev.rekey.connector.support.google.ServiceAccountKey;
import dev.rekey.secret.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a config says about a Spanner data source.
 *
 * @param emulator in the place of Google's own, in plaintext and without credentials
 */
record SpannerSpec(
    String project,
    String instance,
    String database,
    Optional<ServiceAccountKey> key,
    Optional<Endpoint> emulator) {
  static final String PROJECT = "SPANNER_PROJECT";
  static final String INSTANCE = "SPANNER_INSTANCE";
  static final String DATABASE = "SPANNER_DATABASE";
  static final String CREDENTIALS = "SPANNER_CREDENTIALS_BASE64";

  private static final String EMULATOR = "SPANNER_EMULATOR_HOST";
  private static final Pattern INSTANCE_ID = Pattern.compile("[a-z][a-z0-9-]{0,63}");
  private static final Pattern DATABASE_ID = Pattern.compile("[a-z][a-z0-9_-]{0,63}");
  private static final Pattern HOST_AND_PORT = Pattern.compile("[^:]+:[0-9]{1,5}");

  /**
   * @throws InvalidConfigException naming the first key that is missing or malformed
   */
  static SpannerSpec of(Map<String, Secret> config, URI tokenServer) {
    var reader = new ConfigReader(config);
    EngineArguments.of(reader, "ENGINE_ARGUMENTS", Set.of());
    EngineArguments.of(reader, "SPANNER_ENGINE_ARGUMENTS", Set.of());
    return new SpannerSpec(
        required(reader, PROJECT, GoogleNames.PROJECT, "the id of a project"),
        required(reader, INSTANCE, INSTANCE_ID, "the id of an instance"),
        required(reader, DATABASE, DATABASE_ID, "the id of a database"),
        ServiceAccountKey.of(reader, CREDENTIALS, tokenServer),
        reader
            .shaped(EMULATOR, HOST_AND_PORT, "host:port")
            .map(text -> emulator(text.substring(0, text.indexOf(':')), text)));
  }

  private static String required(ConfigReader reader, String key, Pattern pattern, String shape) {
    reader.requiredText(key);
    return reader.shaped(key, pattern, shape).orElseThrow();
  }

  private static Endpoint emulator(String host, String text) {
    var parts =
        new ConfigReader(
            Map.of(
                EMULATOR, Secret.of(host), "port", Secret.of(text.substring(host.length() + 1))));
    try {
      return new Endpoint(parts.requiredHost(EMULATOR), parts.port("port", 0), EMULATOR);
    } catch (InvalidConfigException _) {
      throw new InvalidConfigException(EMULATOR, "is not host:port");
    }
  }

  /** The whole name. */
  String name() {
    return "projects/%s/instances/%s/databases/%s".formatted(project, instance, database);
  }
}
