package dev.rekey.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The calls of EventBridge and IAM, whose SDKs the house does not use, to an emulator that checks
 * no signatures.
 */
final class Aws {
  static final String REGION = "eu-west-1";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI endpoint;

  Aws(URI endpoint) {
    this.endpoint = endpoint;
  }

  /** A call of EventBridge. */
  JsonNode events(String operation, Map<String, ?> request) {
    return json(
        post(
            "events",
            Map.of(
                "Content-Type",
                "application/x-amz-json-1.1",
                "X-Amz-Target",
                "AWSEvents." + operation),
            text(request)));
  }

  /** A call of IAM; the answer is XML. */
  String iam(String operation, Map<String, String> parameters) {
    String form =
        parameters.entrySet().stream()
            .map(field -> field.getKey() + "=" + encode(field.getValue()))
            .collect(Collectors.joining("&"));
    return post(
        "iam",
        Map.of("Content-Type", "application/x-www-form-urlencoded"),
        "Action=" + operation + "&Version=2010-05-08&" + form);
  }

  /** What a text holds as JSON. */
  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** JSON text. */
  static String text(Map<String, ?> value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String post(String service, Map<String, String> headers, String body) {
    var request =
        HttpRequest.newBuilder(endpoint)
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=any/20260101/%s/%s/aws4_request, SignedHeaders=host,"
                        .formatted(REGION, service)
                    + " Signature=0")
            .POST(BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      var response = http.send(request.build(), BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted at a call of " + service, e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
