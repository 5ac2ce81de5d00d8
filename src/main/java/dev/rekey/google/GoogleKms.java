package dev.rekey.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.gax.core.CredentialsProvider;
import com.google.auth.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Encrypts a few kilobytes with a key of Google Cloud KMS, over its REST API (v1,
 * projects.locations.keyRings.cryptoKeys). It needs roles/cloudkms.cryptoKeyEncrypterDecrypter on
 * the key. Calls block and may be made from many threads at once.
 */
public final class GoogleKms {
  private static final URI ENDPOINT = URI.create("https://cloudkms.googleapis.com");
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OK = 200;

  private final HttpClient http;
  private final CredentialsProvider credentials;
  private final URI endpoint;
  private final String key;

  /**
   * @param endpoint in the place of Google's own; with http, no credentials are sent
   * @param key {@code projects/<p>/locations/<l>/keyRings/<r>/cryptoKeys/<k>}
   */
  public GoogleKms(
      HttpClient http, CredentialsProvider credentials, Optional<URI> endpoint, String key) {
    this.http = http;
    this.credentials = credentials;
    this.endpoint = endpoint.orElse(ENDPOINT);
    this.key = key;
  }

  /**
   * @param plain at most 64 KiB
   * @throws IOException when KMS does not do it; the message says what it answered
   */
  public byte[] encrypt(byte[] plain) throws IOException {
    return call("encrypt", "plaintext", plain, "ciphertext");
  }

  /**
   * @throws IOException when KMS does not do it; the message says what it answered
   */
  public byte[] decrypt(byte[] sealed) throws IOException {
    return call("decrypt", "ciphertext", sealed, "plaintext");
  }

  private byte[] call(String verb, String given, byte[] bytes, String wanted) throws IOException {
    URI uri = endpoint.resolve("/v1/" + key + ":" + verb);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(DEADLINE)
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    JSON.createObjectNode()
                        .put(given, Base64.getEncoder().encodeToString(bytes))
                        .toString()));
    if ("https".equals(uri.getScheme())) {
      Credentials login = credentials.getCredentials();
      for (Map.Entry<String, List<String>> header : login.getRequestMetadata(uri).entrySet()) {
        header.getValue().forEach(value -> request.header(header.getKey(), value));
      }
    }
    return answer(send(request.build()), wanted);
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
    try {
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while Google Cloud KMS was asked");
    }
  }

  private byte[] answer(HttpResponse<byte[]> response, String wanted) throws IOException {
    if (response.statusCode() != OK) {
      throw new IOException(
          "Google Cloud KMS answered HTTP %d for the key %s: the worker needs roles/cloudkms.cryptoKeyEncrypterDecrypter on it"
              .formatted(response.statusCode(), key));
    }
    JsonNode json = JSON.readTree(response.body());
    String text = json.path(wanted).asText();
    if (text.isEmpty()) {
      throw new IOException("Google Cloud KMS answered without a " + wanted);
    }
    return Base64.getDecoder().decode(text);
  }
}
