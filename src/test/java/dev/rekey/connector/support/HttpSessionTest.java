package dev.rekey.connector.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.TestResult.Unreachable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSessionTest {
  private static final Duration SILENCE = Duration.ofSeconds(10);
  private static final Egress OPEN = new Egress(InetAddress::getAllByName, true, true);

  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private int status = 200;
  private byte[] body = new byte[0];
  private Optional<String> location = Optional.empty();

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(
          exchange.getRequestMethod()
              + " "
              + exchange.getRequestURI()
              + " "
              + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      location.ifPresent(to -> exchange.getResponseHeaders().set("Location", to));
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  @Test
  void answerIsStatusBodyAndHeaders() throws IOException {
    body = "ähm".getBytes(StandardCharsets.UTF_8);
    status = 404;
    try (var http = new HttpSession(OPEN, SILENCE)) {
      HttpSession.Answer answer = http.get(at("/x?y=1"), Map.of());

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.text()).isEqualTo("ähm");
      assertThat(answer.header("date")).isPresent();
      assertThat(asked).containsExactly("GET /x?y=1 ");
    }
  }

  @Test
  void redirectIsAnAnswerAndNotFollowed() throws IOException {
    status = 302;
    location = Optional.of("http://169.254.169.254/latest/meta-data/");
    try (var http = new HttpSession(OPEN, SILENCE)) {
      assertThat(http.get(at("/"), Map.of()).status()).isEqualTo(302);
      assertThat(asked).hasSize(1);
    }
  }

  @Test
  void addressThatIsOutOfBoundsIsNotConnectedTo() {
    var rules = new Egress(InetAddress::getAllByName, true, false);
    try (var http = new HttpSession(rules, SILENCE)) {
      assertThatExceptionOfType(UnknownHostException.class)
          .isThrownBy(() -> http.get(at("/"), Map.of()))
          .withCauseInstanceOf(RefusedAddressException.class);
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void bodyIsReadToItsBoundAlone() throws IOException {
    body = new byte[5 * 1024 * 1024];
    try (var http = new HttpSession(OPEN, SILENCE)) {
      assertThat(http.get(at("/"), Map.of()).body()).hasSize(4 * 1024 * 1024);
    }
  }

  @Test
  void clientCredentialsAreSentAsAFormAndGiveAToken() throws IOException {
    body =
        "{\"access_token\": \"t-1\", \"token_type\": \"Bearer\"}".getBytes(StandardCharsets.UTF_8);

    OAuthTokens.Issued issued = issue();

    assertThat(issued)
        .isInstanceOfSatisfying(
            OAuthTokens.Token.class,
            token -> assertThat(Values.text(token.value())).isEqualTo("t-1"));
    assertThat(asked)
        .containsExactly("POST /token client_secret=a%26b%3D&grant_type=client_credentials");
  }

  @ParameterizedTest
  @CsvSource({
    "401, invalid_client, Refused",
    "400, unauthorized_client, Refused",
    "403, access_denied, NotPermitted",
    "400, invalid_request, Misconfigured",
    "400, invalid_scope, Misconfigured",
    "401, '', Refused",
    "403, '', NotPermitted",
    "404, '', Misconfigured",
    "429, '', Unreachable",
    "503, '', Unreachable",
    "200, '', Unreachable",
    "302, '', Unreachable"
  })
  void tokenThatIsNotGivenIsToldByErrorAndStatus(int answered, String error, String outcome)
      throws IOException {
    status = answered;
    body =
        "{\"error\": \"%s\", \"error_description\": \"canary\"}"
            .formatted(error)
            .getBytes(StandardCharsets.UTF_8);

    assertThat(issue())
        .isInstanceOfSatisfying(
            OAuthTokens.NotIssued.class,
            refused -> {
              assertThat(refused.outcome())
                  .isInstanceOfAny(
                      Refused.class, NotPermitted.class, Misconfigured.class, Unreachable.class);
              assertThat(refused.outcome().getClass().getSimpleName()).isEqualTo(outcome);
              assertThat(refused.outcome().message())
                  .contains("127.0.0.1")
                  .doesNotContain("canary");
            });
  }

  private OAuthTokens.Issued issue() throws IOException {
    try (var http = new HttpSession(OPEN, SILENCE)) {
      return OAuthTokens.clientCredentials(
          http,
          at("/token"),
          Map.of(),
          Map.of("client_secret", "a&b="),
          "CLIENT_ID",
          new Endpoint("127.0.0.1", server.getAddress().getPort(), "HOST"));
    }
  }
}
