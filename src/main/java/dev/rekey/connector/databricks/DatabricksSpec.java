package dev.rekey.connector.databricks;

import dev.rekey.connector.support.ConfigReader;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.connector.support.EngineArguments;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.secret.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a config says about a Databricks data source.
 *
 * @param catalog a name alone may be that of a schema in the default catalog
 */
record DatabricksSpec(
    Endpoint at, String warehouse, Login login, Optional<String> catalog, Optional<String> schema) {
  static final String HOST = "DATABRICKS_HOST";
  static final String HTTP_PATH = "DATABRICKS_HTTP_PATH";
  static final String TOKEN = "DATABRICKS_TOKEN";
  static final String CLIENT_ID = "DATABRICKS_CLIENT_ID";
  static final String CLIENT_SECRET = "DATABRICKS_CLIENT_SECRET";
  static final String DATABASE = "DATABRICKS_DATABASE";

  private static final int DEFAULT_PORT = 443;
  private static final Pattern WAREHOUSE =
      Pattern.compile("/?sql/1\\.0/(?:warehouses|endpoints)/([A-Za-z0-9]{1,64})/?");
  private static final Pattern CLUSTER = Pattern.compile("/?sql/protocolv1/o/.+");
  private static final Pattern TOKEN_TEXT = Pattern.compile("[!-~]+");

  /** How one logs in. */
  sealed interface Login {}

  record PersonalToken(Secret token) implements Login {}

  /** By OAuth; it wins over a token. */
  record Client(String id, Secret secret) implements Login {}

  /**
   * @throws InvalidConfigException naming the first key that is missing or malformed
   */
  static DatabricksSpec of(Map<String, Secret> config) {
    var reader = new ConfigReader(config);
    EngineArguments.of(reader, "ENGINE_ARGUMENTS", Set.of("http_headers", "_tls_verify_hostname"));
    var at =
        new Endpoint(reader.requiredHost(HOST), reader.port("DATABRICKS_PORT", DEFAULT_PORT), HOST);
    String warehouse = warehouse(reader.requiredText(HTTP_PATH));
    Optional<String> database = reader.text(DATABASE);
    int dot = database.map(name -> name.indexOf('.')).orElse(-1);
    return new DatabricksSpec(
        at,
        warehouse,
        login(reader),
        database.map(name -> dot < 0 ? name : name.substring(0, dot)),
        database.filter(_ -> dot >= 0).map(name -> name.substring(dot + 1)));
  }

  private static String warehouse(String path) {
    Matcher warehouse = WAREHOUSE.matcher(path);
    if (warehouse.matches()) {
      return warehouse.group(1);
    }
    throw new InvalidConfigException(
        HTTP_PATH,
        CLUSTER.matcher(path).matches()
            ? "is that of an all-purpose cluster, which has no statement API: name a SQL warehouse"
            : "is not the path of a SQL warehouse, such as /sql/1.0/warehouses/0123456789abcdef");
  }

  private static Login login(ConfigReader reader) {
    reader.allOrNone(CLIENT_ID, CLIENT_SECRET);
    Optional<String> id = reader.text(CLIENT_ID);
    if (id.isPresent()) {
      return new Client(id.get(), reader.secret(CLIENT_SECRET).orElseThrow());
    }
    if (reader.text(TOKEN).isEmpty()) {
      throw new InvalidConfigException(
          TOKEN, "is missing, and so are " + CLIENT_ID + " and " + CLIENT_SECRET);
    }
    return new PersonalToken(
        reader
            .shaped(TOKEN, TOKEN_TEXT, "a token: it has spaces or signs that none has")
            .map(Secret::of)
            .orElseThrow());
  }

  /** A place at the workspace. */
  URI uri(String scheme, String path) {
    return URI.create(scheme + "://" + at + path);
  }
}
