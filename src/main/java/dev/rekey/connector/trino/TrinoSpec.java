package dev.rekey.connector.trino;

import dev.rekey.connector.support.ConfigReader;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.connector.support.EngineArguments;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.secret.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a config says about a Trino data source.
 *
 * @param statements where statements are sent to
 * @param catalog of the session; there is one if there is a schema
 * @param source what the server is told that it is asked by
 */
record TrinoSpec(
    Endpoint at,
    URI statements,
    String user,
    Optional<Secret> password,
    Optional<String> catalog,
    Optional<String> schema,
    String source) {
  static final String HOST = "TRINO_HOST";
  static final String CATALOG = "TRINO_CATALOG";
  static final String SCHEMA = "TRINO_SCHEMA";
  static final String USER = "TRINO_USER";
  static final String PASSWORD = "TRINO_PASSWORD";
  static final String ARGUMENTS = "ENGINE_ARGUMENTS";

  private static final String PORT = "TRINO_PORT";
  private static final String HTTP = "http";
  private static final String HTTPS = "https";
  private static final int SECURE_PORT = 443;
  private static final int PLAIN_PORT = 8080;

  /** What the header of a request can carry, to its end. */
  private static final Pattern IN_A_HEADER = Pattern.compile("[!-~]([ -~]*[!-~])?");

  private static final String HEADER_SHAPE = "printable ASCII without a space at either end";

  /** What the header of a login can carry. */
  private static final Pattern LATIN_1 = Pattern.compile("[\\x00-\\xff]*", Pattern.DOTALL);

  /** The name ends at the colon there. */
  private static final Pattern WITH_A_PASSWORD = Pattern.compile("[^:]*");

  /**
   * @throws InvalidConfigException naming the first key that is missing or malformed
   */
  static TrinoSpec of(Map<String, Secret> config) {
    var reader = new ConfigReader(config);
    var arguments =
        EngineArguments.of(
            reader, ARGUMENTS, Set.of("http_scheme", "request_timeout", "source", "verify"));
    reader.shaped(PASSWORD, LATIN_1, "of the characters of Latin-1, and Trino reads no others");
    Optional<Secret> password = reader.secret(PASSWORD);
    reader.requiredText(USER);
    if (password.isPresent()) {
      reader.shaped(USER, WITH_A_PASSWORD, "a name that can have a password: it holds a colon");
    }
    if (reader.text(SCHEMA).isPresent() && reader.text(CATALOG).isEmpty()) {
      throw new InvalidConfigException(CATALOG, "is missing, and " + SCHEMA + " needs it");
    }
    String scheme = scheme(reader, arguments, password.isPresent());
    var at =
        new Endpoint(
            reader.requiredHost(HOST),
            reader.port(PORT, scheme.equals(HTTPS) ? SECURE_PORT : PLAIN_PORT),
            HOST,
            Optional.of(ARGUMENTS));
    return new TrinoSpec(
        at,
        statements(scheme, at),
        reader.shaped(USER, IN_A_HEADER, HEADER_SHAPE).orElseThrow(),
        password,
        reader.shaped(CATALOG, IN_A_HEADER, HEADER_SHAPE),
        reader.shaped(SCHEMA, IN_A_HEADER, HEADER_SHAPE),
        source(arguments));
  }

  /** As the Python client chooses it. Certificates are always verified. */
  private static String scheme(ConfigReader reader, EngineArguments arguments, boolean password) {
    arguments.connectOneOf("verify", List.of("true", "True", "1"));
    boolean secure = password || reader.port(PORT, PLAIN_PORT) == SECURE_PORT;
    String scheme =
        arguments.connectOneOf("http_scheme", List.of(HTTP, HTTPS)).orElse(secure ? HTTPS : HTTP);
    if (password && scheme.equals(HTTP)) {
      throw new InvalidConfigException(
          ARGUMENTS, "has the http_scheme http, over which no password is sent");
    }
    return scheme;
  }

  private static String source(EngineArguments arguments) {
    String source = arguments.connect("source").orElse("rekey");
    if (!IN_A_HEADER.matcher(source).matches()) {
      throw new InvalidConfigException(ARGUMENTS, "has a source that is not " + HEADER_SHAPE);
    }
    return source;
  }

  private static URI statements(String scheme, Endpoint at) {
    try {
      return new URI(scheme, null, at.host(), at.port(), "/v1/statement", null, null);
    } catch (URISyntaxException _) {
      // Its text quotes the value.
      throw new InvalidConfigException(HOST, "is no name that a URL can have");
    }
  }
}
