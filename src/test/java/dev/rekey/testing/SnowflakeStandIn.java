package dev.rekey.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekey.testing.HttpStandIn.Ask;
import dev.rekey.testing.HttpStandIn.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * A Snowflake account as its drivers speak to it: logins by password and by key pair, sessions, and
 * the few statements of a test. Shows the wiring of a client, not that Snowflake accepts it.
 */
public final class SnowflakeStandIn implements AutoCloseable {
  public static final String ACCOUNT = "org-account";
  public static final String USER = "REKEY_TEST";
  public static final String PASSWORD = "right-3af1";
  public static final String DATABASE = "SALES";
  public static final String SCHEMA = "PUBLIC";
  public static final String WAREHOUSE = "SMALL";

  /** A warehouse that may be seen, and not used. */
  public static final String CLOSED_WAREHOUSE = "CLOSED";

  public static final String ROLE = "READER";
  public static final KeyPair KEY = keyPair();

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern BEARER = Pattern.compile("Snowflake Token=\"([^\"]+)\"");
  private static final Pattern DOT = Pattern.compile("\\.");

  /** By token. */
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  private final HttpStandIn http = new HttpStandIn(this::answer);
  private volatile List<List<String>> stages = List.of();
  private volatile boolean hidingIntegrations;

  private record Session(String database, String schema, String warehouse, String role) {}

  private static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Reply answer(Ask ask) {
    if (ask.is("POST", "/session/v1/login-request")) {
      return login(ask, json(ask).path("data"));
    }
    Matcher login = BEARER.matcher(ask.login().orElse(""));
    Session session = login.matches() ? sessions.get(login.group(1)) : null;
    if (session == null) {
      return failed("390104", "");
    }
    return switch (ask.path()) {
      case "/queries/v1/query-request" -> query(json(ask).path("sqlText").asText(), session);
      case "/session" -> {
        sessions.remove(login.group(1));
        yield done(JSON.nullNode());
      }
      case "/session/heartbeat", "/telemetry/send" -> done(JSON.nullNode());
      default -> Reply.of(404, "");
    };
  }

  private Reply login(Ask ask, JsonNode data) {
    boolean byKey = data.path("AUTHENTICATOR").asText().equals("SNOWFLAKE_JWT");
    if (byKey && !isSigned(data.path("TOKEN").asText())) {
      return failed("390144", "");
    }
    if (!byKey
        && !(data.path("LOGIN_NAME").asText().equals(USER)
            && data.path("PASSWORD").asText().equals(PASSWORD))) {
      return failed("390100", "");
    }
    String role = ask.query().getOrDefault("roleName", ROLE);
    if (!role.equals(ROLE)) {
      return failed("390189", "");
    }
    // What does not exist is passed over, as Snowflake does it.
    var session =
        new Session(
            known(ask, "databaseName", Set.of(DATABASE)),
            known(ask, "schemaName", Set.of(SCHEMA)),
            known(ask, "warehouse", Set.of(WAREHOUSE, CLOSED_WAREHOUSE)),
            role);
    String token = UUID.randomUUID().toString();
    sessions.put(token, session);
    return done(welcome(token, session));
  }

  private static String known(Ask ask, String field, Set<String> there) {
    String asked = ask.query().getOrDefault(field, "");
    return there.contains(asked) ? asked : "";
  }

  private static boolean isSigned(String token) {
    List<String> parts = DOT.splitAsStream(token).toList();
    if (parts.size() != 3) {
      return false;
    }
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(KEY.getPublic());
      signature.update((parts.get(0) + "." + parts.get(1)).getBytes(StandardCharsets.US_ASCII));
      Base64.Decoder base64 = Base64.getUrlDecoder();
      JsonNode claims = JSON.readTree(base64.decode(parts.get(1)));
      byte[] print = MessageDigest.getInstance("SHA-256").digest(KEY.getPublic().getEncoded());
      String subject = "ORG-ACCOUNT." + USER;
      return signature.verify(base64.decode(parts.get(2)))
          && claims.path("sub").asText().equals(subject)
          && claims
              .path("iss")
              .asText()
              .equals(subject + ".SHA256:" + Base64.getEncoder().encodeToString(print));
    } catch (GeneralSecurityException | IOException notOurs) {
      return false;
    }
  }

  private static ObjectNode welcome(String token, Session session) {
    ObjectNode data = JSON.createObjectNode();
    data.put("token", token).put("masterToken", token).put("sessionId", 1);
    data.put("validityInSeconds", 3600).put("masterValidityInSeconds", 14400);
    data.put("serverVersion", "9.30.0").put("displayUserName", USER);
    data.putArray("parameters").addObject().put("name", "AUTOCOMMIT").put("value", true);
    data.putObject("sessionInfo")
        .put("databaseName", session.database())
        .put("schemaName", session.schema())
        .put("warehouseName", session.warehouse())
        .put("roleName", session.role());
    return data;
  }

  private Reply query(String sql, Session session) {
    if (sql.contains("GENERATOR")) {
      return session.warehouse().equals(CLOSED_WAREHOUSE)
          ? failed("003001", "42501")
          : rows(List.of("COUNT(*)"), List.of(List.of("1")));
    }
    if (sql.startsWith("SELECT CURRENT_")) {
      return rows(
          List.of("DATABASE", "SCHEMA", "WAREHOUSE", "ROLE"),
          List.of(
              List.of(session.database(), session.schema(), session.warehouse(), session.role())));
    }
    if (sql.startsWith("SHOW STAGES")) {
      return rows(
          List.of(
              "name",
              "database_name",
              "schema_name",
              "url",
              "type",
              "comment",
              "storage_integration"),
          stages);
    }
    if (sql.startsWith("SHOW STORAGE INTEGRATIONS")) {
      return hidingIntegrations
          ? failed("003001", "42501")
          : rows(
              List.of("name", "type", "category", "enabled", "comment"),
              List.of(List.of("LAKE", "EXTERNAL_STAGE", "STORAGE", "true", "the lake")));
    }
    return sql.startsWith("DESCRIBE INTEGRATION")
        ? rows(
            List.of("property", "property_type", "property_value", "property_default"),
            List.of(
                List.of("ENABLED", "Boolean", "true", "false"),
                List.of("STORAGE_PROVIDER", "String", "S3", ""),
                List.of("STORAGE_ALLOWED_LOCATIONS", "List", "s3://lake/a/,s3://lake/b/", "[]")))
        : failed("001003", "42000");
  }

  private static Reply rows(List<String> columns, List<List<String>> rows) {
    ObjectNode data = JSON.createObjectNode();
    data.putArray("parameters");
    ArrayNode types = data.putArray("rowtype");
    for (String column : columns) {
      types
          .addObject()
          .put("name", column)
          .put("type", "text")
          .put("length", 1000)
          .put("byteLength", 4000)
          .put("nullable", true)
          .putNull("precision")
          .putNull("scale")
          .put("database", "")
          .put("schema", "")
          .put("table", "");
    }
    ArrayNode rowset = data.putArray("rowset");
    for (List<String> row : rows) {
      ArrayNode cells = rowset.addArray();
      row.forEach(
          cell ->
              cells.add(cell.isEmpty() ? JSON.nullNode() : JSON.getNodeFactory().textNode(cell)));
    }
    data.put("total", rows.size()).put("returned", rows.size());
    data.put("queryId", UUID.randomUUID().toString()).put("queryResultFormat", "json");
    data.put("statementTypeId", 4096).put("version", 1).put("numberOfBinds", 0);
    return done(data);
  }

  private static Reply done(JsonNode data) {
    ObjectNode body = JSON.createObjectNode();
    body.set("data", data);
    return Reply.of(200, body.putNull("code").putNull("message").put("success", true).toString());
  }

  private static Reply failed(String code, String sqlState) {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("data").put("errorCode", code).put("sqlState", sqlState);
    return Reply.of(
        200, body.put("code", code).put("message", "no").put("success", false).toString());
  }

  private static JsonNode json(Ask ask) {
    try {
      boolean zipped = ask.body().length > 1 && (ask.body()[0] & 0xff) == 0x1f;
      return zipped
          ? JSON.readTree(new GZIPInputStream(new ByteArrayInputStream(ask.body())))
          : ask.json();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What {@code SHOW STAGES} shows from now on, as name, database, schema, URL, type, comment and
   * storage integration.
   */
  public void showStages(List<List<String>> shown) {
    stages = List.copyOf(shown);
  }

  /** Lets nobody see storage integrations, or everybody again. */
  public void hideIntegrations(boolean hide) {
    hidingIntegrations = hide;
  }

  /** How many sessions are not closed. */
  public int openSessions() {
    return sessions.size();
  }

  public int port() {
    return http.port();
  }

  @Override
  public void close() {
    http.close();
  }
}
