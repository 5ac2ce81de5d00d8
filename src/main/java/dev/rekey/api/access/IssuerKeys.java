package dev.rekey.api.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads the keys of an issuer over HTTP: from where it is told, or from where the issuer says in
 * its discovery document (OpenID Connect Discovery 1.0, section 4). Never from where a token says.
 * Follows no redirects. Thread-safe; blocks.
 */
public final class IssuerKeys implements Issuers.Keys {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGEST_DOCUMENT = 1 << 20;
  private static final int OK = 200;

  private final HttpClient http;
  private final Duration deadline;
  private final URI issuer;
  private final Optional<URI> keys;

  /**
   * @param http that follows no redirects
   * @param deadline for each document, to its last byte
   * @param keys where the keys are, if that is known
   */
  public IssuerKeys(HttpClient http, Duration deadline, URI issuer, Optional<URI> keys) {
    this.http = http;
    this.deadline = deadline;
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

  /** The timeout of a request ends with the headers of its response; the deadline does not. */
  private String get(URI uri) throws IOException {
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(
            HttpRequest.newBuilder(uri).build(),
            BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), LARGEST_DOCUMENT));
    try {
      HttpResponse<String> response = answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != OK) {
        throw new IOException("HTTP " + response.statusCode());
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException("no answer", e);
    } finally {
      answer.cancel(true);
    }
  }
}
