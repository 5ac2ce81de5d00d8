package dev.rekey.connector.trino;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.TestResult.Unreachable;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.HttpSession;
import dev.rekey.connector.support.Values;
import dev.rekey.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One statement, from its start to its end. The server holds each request until it has news, for
 * about a second, so that the next one can follow at once.
 */
final class TrinoQuery {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a server may take to answer that it has forgotten a statement. */
  private static final Duration CANCEL_TIME = Duration.ofSeconds(2);

  private final Egress egress;
  private final TrinoSpec spec;
  private final Map<String, String> headers;

  /** Where the statement goes on, as long as it does. */
  private Optional<URI> next = Optional.empty();

  TrinoQuery(Egress egress, TrinoSpec spec) {
    this.egress = egress;
    this.spec = spec;
    this.headers = headers(spec);
  }

  private static Map<String, String> headers(TrinoSpec spec) {
    var headers = new HashMap<String, String>();
    headers.put("X-Trino-User", spec.user());
    headers.put("X-Trino-Source", spec.source());
    spec.catalog().ifPresent(catalog -> headers.put("X-Trino-Catalog", catalog));
    spec.schema().ifPresent(schema -> headers.put("X-Trino-Schema", schema));
    spec.password()
        .ifPresent(password -> headers.put("Authorization", basic(spec.user(), password)));
    return headers;
  }

  /** Trino reads it as Latin-1, and its clients write it so. */
  private static String basic(String user, Secret password) {
    byte[] login = (user + ":" + Values.text(password)).getBytes(StandardCharsets.ISO_8859_1);
    return "Basic " + Base64.getEncoder().encodeToString(login);
  }

  /**
   * Runs the statement. A statement that is left before its end is cancelled.
   *
   * @param silence how long the server may say nothing
   * @throws IOException when there is no whole answer
   */
  TestResult run(String statement, Duration silence) throws IOException {
    try (var http = new HttpSession(egress, silence)) {
      Optional<TestResult> result =
          read(
              http.post(
                  spec.statements(),
                  headers,
                  "text/plain; charset=utf-8",
                  statement.getBytes(StandardCharsets.UTF_8)));
      while (result.isEmpty()) {
        result = read(http.get(next.orElseThrow(), headers));
      }
      return result.get();
    } finally {
      next.ifPresent(this::cancel);
    }
  }

  /** The result, or nothing while there is a next address. */
  private Optional<TestResult> read(HttpSession.Answer answer) {
    next = Optional.empty();
    if (answer.status() != 200) {
      return Optional.of(TrinoErrors.ofStatus(answer.status(), spec));
    }
    JsonNode json = parse(answer);
    if (!json.path("id").isTextual()) {
      return Optional.of(new Unreachable(spec.at() + " does not answer as Trino"));
    }
    if (json.path("error").isObject()) {
      return Optional.of(TrinoErrors.ofName(json.path("error").path("errorName").asText(), spec));
    }
    if (!json.has("nextUri")) {
      return Optional.of(new Passed(spec.at() + " accepted the login and answered a statement"));
    }
    next = TrinoAddress.following(json.path("nextUri").asText(), spec.statements());
    return next.isPresent()
        ? Optional.empty()
        : Optional.of(
            new Unreachable(
                spec.at() + " names another server to go on at, which is not followed"));
  }

  private static JsonNode parse(HttpSession.Answer answer) {
    try {
      JsonNode json = JSON.readTree(answer.text());
      return json == null ? MissingNode.getInstance() : json;
    } catch (JsonProcessingException notJson) {
      return MissingNode.getInstance();
    }
  }

  /**
   * Else the server would keep the statement, and its place in the queue, for minutes. A thread
   * that is interrupted could send nothing.
   */
  private void cancel(URI address) {
    boolean interrupted = Thread.interrupted();
    try (var http = new HttpSession(egress, CANCEL_TIME)) {
      http.delete(address, headers);
    } catch (IOException e) {
      // Then it takes minutes.
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
