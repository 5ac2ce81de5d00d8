package dev.rekey.connector.support.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import dev.rekey.connector.support.ConfigReader;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.connector.support.Values;
import dev.rekey.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The key of a service account, as Google writes it into a JSON file.
 *
 * <p>Other JSON that Google's library takes for credentials can make it read files, run programs
 * and call URLs. So a key is read here, field by field, and is of this one type.
 */
public record ServiceAccountKey(String email, String keyId, Secret privateKey) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> TOKEN_SERVERS =
      Set.of(
          "",
          GoogleAmbient.TOKEN_SERVER.toString(),
          "https://accounts.google.com/o/oauth2/token",
          "https://www.googleapis.com/oauth2/v4/token");
  private static final Pattern EMAIL = Pattern.compile("[!-~]{1,256}@[a-z0-9.-]{1,256}");

  /**
   * The key that a config key holds in base64; empty where there is none.
   *
   * @param tokenServer that of the worker, which a key may name too
   * @throws InvalidConfigException when it holds something else
   */
  public static Optional<ServiceAccountKey> of(ConfigReader reader, String key, URI tokenServer) {
    return reader.base64(key).map(json -> read(key, json, tokenServer));
  }

  private static ServiceAccountKey read(String key, Secret value, URI tokenServer) {
    JsonNode json = parse(key, value);
    if (!"service_account".equals(json.path("type").asText())) {
      throw new InvalidConfigException(
          key, "is no key of a service account: its type is not service_account");
    }
    String server = json.path("token_uri").asText();
    if (!TOKEN_SERVERS.contains(server) && !server.equals(tokenServer.toString())) {
      throw new InvalidConfigException(key, "names a token_uri that is not Google's");
    }
    String email = json.path("client_email").asText();
    if (!EMAIL.matcher(email).matches()) {
      throw new InvalidConfigException(key, "has no client_email");
    }
    return new ServiceAccountKey(
        email, json.path("private_key_id").asText(), Secret.of(json.path("private_key").asText()));
  }

  private static JsonNode parse(String key, Secret value) {
    try {
      JsonNode json = JSON.readTree(value.reveal());
      if (json != null && json.isObject()) {
        return json;
      }
    } catch (IOException _) {
      // Its text quotes the value; what is wrong is said below.
    }
    throw new InvalidConfigException(key, "is not the base64 of a JSON object");
  }

  /**
   * Credentials with this key.
   *
   * @param key the config key
   * @throws InvalidConfigException when the private key is none
   */
  GoogleCredentials credentials(String key, URI tokenServer) {
    try {
      return ServiceAccountCredentials.newBuilder()
          .setClientEmail(email)
          .setPrivateKeyString(Values.text(privateKey))
          .setPrivateKeyId(keyId)
          .setTokenServerUri(tokenServer)
          .build()
          .createWithCustomRetryStrategy(false);
    } catch (IOException | IllegalArgumentException _) {
      throw new InvalidConfigException(key, "holds a private_key that is none (PKCS #8 in PEM)");
    }
  }
}
