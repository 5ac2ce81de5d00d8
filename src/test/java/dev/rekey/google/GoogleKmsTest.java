package dev.rekey.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that answers as the REST reference of Cloud KMS says. */
class GoogleKmsTest {
  private static final String KEY = "projects/p/locations/l/keyRings/r/cryptoKeys/k";
  private static final byte[] PLAIN = "canary-key".getBytes(StandardCharsets.UTF_8);
  private static final String SEALED =
      Base64.getEncoder().encodeToString("sealed".getBytes(StandardCharsets.UTF_8));

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private int status = 200;
  private String answer = "";

  @BeforeEach
  void begin() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private GoogleKms kms() {
    return new GoogleKms(
        HttpClient.newHttpClient(),
        () -> {
          throw new IOException("not asked for in plaintext");
        },
        Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
        KEY);
  }

  @Test
  void plainTextGoesOutAndTheCipherTextComesBack() throws IOException {
    answer = "{\"name\": \"" + KEY + "/cryptoKeyVersions/1\", \"ciphertext\": \"" + SEALED + "\"}";

    assertThat(kms().encrypt(PLAIN)).asString(StandardCharsets.UTF_8).isEqualTo("sealed");
    assertThat(asked)
        .containsExactly(
            "POST /v1/"
                + KEY
                + ":encrypt {\"plaintext\":\""
                + Base64.getEncoder().encodeToString(PLAIN)
                + "\"}");
  }

  @Test
  void cipherTextGoesOutAndThePlainTextComesBack() throws IOException {
    answer = "{\"plaintext\": \"" + Base64.getEncoder().encodeToString(PLAIN) + "\"}";

    assertThat(kms().decrypt("sealed".getBytes(StandardCharsets.UTF_8))).isEqualTo(PLAIN);
    assertThat(asked)
        .containsExactly("POST /v1/" + KEY + ":decrypt {\"ciphertext\":\"" + SEALED + "\"}");
  }

  @Test
  void refusalNamesTheKeyAndTheRoleAndRepeatsNothing() {
    status = 403;
    answer = "{\"error\": {\"message\": \"canary\"}}";

    assertThatThrownBy(() -> kms().encrypt(PLAIN))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("HTTP 403")
        .hasMessageContaining(KEY)
        .hasMessageContaining("roles/cloudkms.cryptoKeyEncrypterDecrypter")
        .hasMessageNotContaining("canary");
  }
}
