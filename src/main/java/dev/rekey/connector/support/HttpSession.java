package dev.rekey.connector.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * HTTP for one test: over one connection at a time, only to where data sources may be, without
 * redirects, cookies, proxies or further attempts. Made, used and closed by one thread; calls
 * block, and an interrupt of a virtual thread ends them.
 */
public final class HttpSession implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** No answer that a test needs is larger. */
  private static final int LARGEST_BODY = 4 * 1024 * 1024;

  private final CloseableHttpClient client;

  /**
   * An answer.
   *
   * @param body at most 4 MiB of it
   */
  public record Answer(int status, byte[] body, Map<String, String> headers) {
    /** The body, read as UTF-8. */
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** The body, read as a JSON object; an empty one where it is something else. */
    public JsonNode json() {
      try {
        JsonNode json = JSON.readTree(body);
        return json != null && json.isObject() ? json : JSON.createObjectNode();
      } catch (IOException notJson) {
        return JSON.createObjectNode();
      }
    }

    /** A header, by its name in lower case. */
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }
  }

  /**
   * @param silence how long the other side may say nothing
   */
  public HttpSession(Egress egress, Duration silence) {
    var timeout = Timeout.of(silence);
    var connections =
        BasicHttpClientConnectionManager.create(
            null,
            new GuardedNames(egress),
            RegistryBuilder.<TlsSocketStrategy>create()
                .register(URIScheme.HTTPS.id, new DefaultClientTlsStrategy(JvmTrust.now()))
                .build(),
            null);
    connections.setConnectionConfig(
        ConnectionConfig.custom().setConnectTimeout(timeout).setSocketTimeout(timeout).build());
    this.client =
        HttpClients.custom()
            .setConnectionManager(connections)
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setResponseTimeout(timeout)
                    .setConnectionRequestTimeout(timeout)
                    .build())
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableAuthCaching()
            .setUserAgent("rekey")
            .build();
  }

  /**
   * @throws IOException when there is no whole answer
   */
  public Answer get(URI uri, Map<String, String> headers) throws IOException {
    return send(new HttpUriRequestBase("GET", uri), headers);
  }

  /**
   * @param type such as {@code application/json}
   * @throws IOException when there is no whole answer
   */
  public Answer post(URI uri, Map<String, String> headers, String type, byte[] body)
      throws IOException {
    var request = new HttpUriRequestBase("POST", uri);
    request.setEntity(new ByteArrayEntity(body, ContentType.parse(type)));
    return send(request, headers);
  }

  /**
   * @throws IOException when there is no whole answer
   */
  public Answer delete(URI uri, Map<String, String> headers) throws IOException {
    return send(new HttpUriRequestBase("DELETE", uri), headers);
  }

  private Answer send(HttpUriRequestBase request, Map<String, String> headers) throws IOException {
    headers.forEach(request::setHeader);
    return client.execute(request, HttpSession::answer);
  }

  private static Answer answer(ClassicHttpResponse response) throws IOException {
    var headers = new HashMap<String, String>();
    for (var header : response.getHeaders()) {
      headers.putIfAbsent(
          header.getName().toLowerCase(Locale.ROOT), String.valueOf(header.getValue()));
    }
    HttpEntity entity = response.getEntity();
    byte[] body = entity == null ? new byte[0] : entity.getContent().readNBytes(LARGEST_BODY);
    return new Answer(response.getCode(), body, headers);
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
  }
}
