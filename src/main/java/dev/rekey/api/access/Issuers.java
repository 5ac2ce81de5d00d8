package dev.rekey.api.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Those whose tokens are taken beside our own, by OpenID Connect. Thread-safe; may block while an
 * issuer is asked for its keys, no longer than its deadline.
 *
 * @param all each with another name
 */
public record Issuers(List<Issuer> all) {
  /** Nobody else's tokens. */
  public static final Issuers NONE = new Issuers(List.of());

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern DOT = Pattern.compile("\\.");
  private static final int PARTS = 3;

  public Issuers {
    all = List.copyOf(all);
  }

  /** The id of the client that a token is for; empty when it is not good. */
  Optional<String> clientOf(String token) {
    if (all.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> claimed = claimedIssuer(token);
    return all.stream()
        .filter(each -> claimed.stream().anyMatch(each.name()::equals))
        .findFirst()
        .flatMap(issuer -> issuer.clientOf(token));
  }

  /** By its own word, which is good for nothing but to choose whose keys to try. */
  private static Optional<String> claimedIssuer(String token) {
    List<String> parts = DOT.splitAsStream(token).toList();
    if (parts.size() != PARTS) {
      return Optional.empty();
    }
    try {
      JsonNode claims =
          JSON.readTree(
              new String(Base64.getUrlDecoder().decode(parts.get(1)), StandardCharsets.UTF_8));
      return Optional.ofNullable(claims.path("iss").textValue());
    } catch (JsonProcessingException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** The keys of an issuer, as it publishes them. */
  @FunctionalInterface
  public interface Keys {
    /**
     * Reads the JSON Web Key Set.
     *
     * @throws IOException when it cannot be had
     */
    String read() throws IOException;
  }
}
