package dev.rekey.api.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads the keys of an issuer over HTTP: from where it is told, or from where the issuer says in
 * its discovery document (OpenID Connect Discovery 1.0, section 4). Never from where a token says.
 * Follows no redirects. Thread-safe; blocks.
 */
public final class IssuerKeys implements Issuers.Keys {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final int LARGEST_DOCUMENT = 1 << 20;
  private static final int OK = 200;

  private final HttpClient http;
  private final URI issuer;
  private final Optional<URI> keys;

  /**
   * @param http that follows no redirects
   * @param keys where the keys are, if that is known
   */
  public IssuerKeys(HttpClient http, URI issuer, Optional<URI> keys) {
    this.http = http;
    this.issuer = issuer;
    this.keys = keys;
  }

  @Override
  public String read() throws IOException {
    return get(keys.isPresent() ? keys.get() : discovered());
  }

  private URI discovered() throws IOException {
    String base = issuer.toString().replaceAll("/+$", "");
    String found =
        JSON.readTree(get(URI.create(base + "/.well-known/openid-configuration")))
            .path("jwks_uri")
            .asText();
    try {
      URI uri = URI.create(found);
      if (!issuer.getScheme().equals(uri.getScheme())) {
        throw new IOException("the discovery document names no keys of the issuer's scheme");
      }
      return uri;
    } catch (IllegalArgumentException e) {
      throw new IOException("the discovery document names no keys", e);
    }
  }

  private String get(URI uri) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(DEADLINE).build();
    try {
      HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != OK) {
          throw new IOException("HTTP " + response.statusCode());
        }
        return new String(body.readNBytes(LARGEST_DOCUMENT), StandardCharsets.UTF_8);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
