package dev.rekey.app.config;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration file: the one that {@code REKEY_CONFIG} names, else {@code
 * config/rekey.yaml} of the working directory where there is one. Only a packaged worker reads it:
 * a build would bake it in, and a test would see what a developer keeps there.
 *
 * <p>Beside it stands what the framework has to be told because of it, where no expression in
 * {@code application.properties} could say so.
 */
public final class RekeyConfigSourceFactory implements ConfigSourceFactory {
  private static final Path DEFAULT = Path.of("config", "rekey.yaml");
  private static final String BUILDER = "io.quarkus.deployment.QuarkusAugmentor";
  private static final int BELOW_ENVIRONMENT = 275;
  private static final List<String> LISTS =
      List.of(
          "rekey.environments",
          "rekey.clients",
          "rekey.oidc",
          "rekey.bindings",
          "rekey.events.sqs.queues");
  private static final String STORE_KIND = "rekey.store.kind";
  private static final String KAFKA = "rekey.events.kafka.properties.";
  private static final String TLS = "rekey.http.tls.";
  private static final String TLS_NAME = "rekey-api";
  private static final String CHANNEL = "mp.messaging.incoming.secret-rotations.";

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    List<ConfigSource> sources = new ArrayList<>();
    Optional<Path> file = isPackaged() ? file(context) : Optional.empty();
    file.map(RekeyConfigSourceFactory::read).ifPresent(sources::add);
    sources.add(
        new PropertiesConfigSource(
            derive(context, sources), "derived from rekey.*", BELOW_ENVIRONMENT));
    return sources;
  }

  @Override
  public OptionalInt getPriority() {
    return OptionalInt.of(BELOW_ENVIRONMENT);
  }

  private static Optional<Path> file(ConfigSourceContext context) {
    ConfigValue named = context.getValue("REKEY_CONFIG");
    if (named != null && named.getValue() != null && !named.getValue().isEmpty()) {
      return Optional.of(Path.of(named.getValue()));
    }
    return Optional.of(DEFAULT).filter(Files::exists);
  }

  /** What builds an application is at hand in builds and tests, and is not part of a package. */
  @SuppressWarnings("UnusedException") // its absence is the answer
  private static boolean isPackaged() {
    try {
      Class.forName(BUILDER, false, Thread.currentThread().getContextClassLoader());
      return false;
    } catch (ClassNotFoundException absent) {
      return true;
    }
  }

  /** Without the lists that are empty: the mapping takes their name for an unknown key. */
  static ConfigSource read(Path file) {
    try {
      ConfigSource yaml = new YamlConfigSource(file.toUri().toURL(), BELOW_ENVIRONMENT);
      Map<String, String> given = new HashMap<>(yaml.getProperties());
      LISTS.forEach(list -> given.remove(list, ""));
      return new PropertiesConfigSource(given, yaml.getName(), BELOW_ENVIRONMENT);
    } catch (IOException | RuntimeException e) {
      throw new InvalidConfigException(
          "REKEY_CONFIG",
          "the configuration file " + file.toAbsolutePath() + " cannot be read: " + e.getMessage(),
          e);
    }
  }

  private static Map<String, String> derive(ConfigSourceContext context, List<ConfigSource> files) {
    Map<String, String> given = new HashMap<>();
    files.forEach(file -> given.putAll(file.getProperties()));
    context.iterateNames().forEachRemaining(name -> override(given, name, context.getValue(name)));
    override(given, STORE_KIND, context.getValue(STORE_KIND));
    String store = given.getOrDefault(STORE_KIND, "sqlite");
    Map<String, String> derived = new HashMap<>();
    for (String kind : List.of("sqlite", "postgresql")) {
      derived.put(
          "quarkus.datasource." + kind + ".active", String.valueOf(store.equalsIgnoreCase(kind)));
    }
    tls(given, derived);
    derived.putAll(TelemetrySettings.derived(given, isPackaged()));
    given.forEach(
        (name, value) -> {
          if (name.startsWith(KAFKA)) {
            // YAML quotes the names that have dots, which is nearly all of them.
            derived.put(CHANNEL + name.substring(KAFKA.length()).replace("\"", ""), value);
          }
        });
    return derived;
  }

  /** The API is served by TLS alone where there is a certificate. */
  private static void tls(Map<String, String> given, Map<String, String> derived) {
    if (!given.containsKey(TLS + "certificate")) {
      return;
    }
    String store = "quarkus.tls." + TLS_NAME + ".";
    derived.put("quarkus.http.tls-configuration-name", TLS_NAME);
    derived.put("quarkus.http.insecure-requests", "disabled");
    derived.put("quarkus.http.ssl-port", given.getOrDefault("rekey.http.port", "8080"));
    derived.put(store + "key-store.pem.0.cert", given.get(TLS + "certificate"));
    derived.put(store + "key-store.pem.0.key", given.getOrDefault(TLS + "key", ""));
    derived.put(store + "reload-period", given.getOrDefault(TLS + "reload-period", "1M"));
    if (given.containsKey(TLS + "client-ca")) {
      derived.put(store + "trust-store.pem.certs", given.get(TLS + "client-ca"));
    }
  }

  /** The environment wins over the file, which wins over the defaults. */
  private static void override(
      Map<String, String> given, String name, @Nullable ConfigValue elsewhere) {
    if (name.startsWith("rekey.")
        && elsewhere != null
        && elsewhere.getValue() != null
        && (elsewhere.getConfigSourceOrdinal() > BELOW_ENVIRONMENT || !given.containsKey(name))) {
      given.put(name, elsewhere.getValue());
    }
  }
}
