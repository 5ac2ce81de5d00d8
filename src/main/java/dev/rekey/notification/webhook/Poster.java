package dev.rekey.notification.webhook;

import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.GuardedNames;
import dev.rekey.connector.support.JvmTrust;
import dev.rekey.connector.support.NetworkFaults;
import dev.rekey.connector.support.RefusedAddressException;
import dev.rekey.notification.Channel.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * HTTP for one endpoint: over a few kept connections, only to addresses that the egress guard lets
 * through, without redirects, cookies, proxies or further attempts. Thread-safe; a call blocks
 * until the deadline at most, and ends by an interrupt.
 */
public final class Poster implements AutoCloseable {
  private static final int CONNECTIONS = 8;

  private static final TimeValue CONNECTION_LIFE = TimeValue.ofMinutes(1);
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private final CloseableHttpClient client;
  private final Duration deadline;

  public Poster(Egress egress, Duration deadline) {
    this.deadline = deadline;
    Timeout timeout = Timeout.of(deadline);
    this.client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDnsResolver(new GuardedNames(egress))
                    .setTlsSocketStrategy(new DefaultClientTlsStrategy(JvmTrust.now()))
                    .setMaxConnTotal(CONNECTIONS)
                    .setMaxConnPerRoute(CONNECTIONS)
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(timeout)
                            .setSocketTimeout(timeout)
                            .setTimeToLive(CONNECTION_LIFE)
                            .build())
                    .build())
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

  /** Sends, and says what the answer means. */
  Answer send(String method, URI url, Message message) {
    HttpUriRequestBase request = new HttpUriRequestBase(method, url);
    request.setEntity(new ByteArrayEntity(message.body(), ContentType.parse(message.type())));
    message.headers().forEach(request::setHeader);
    FutureTask<Answer> task = new FutureTask<>(() -> client.execute(request, Poster::answer));
    Thread thread = Thread.ofVirtual().name("webhook").start(task);
    try {
      return task.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      request.abort();
      return unavailable("no answer within " + deadline.toSeconds() + " s");
    } catch (InterruptedException e) {
      request.abort();
      Thread.currentThread().interrupt();
      return unavailable("broken off before there was an answer");
    } catch (ExecutionException e) {
      return fault(e.getCause());
    } finally {
      thread.interrupt();
    }
  }

  private static Answer answer(ClassicHttpResponse response) {
    int status = response.getCode();
    if (status >= 200 && status < 300) {
      return new Answer.Taken();
    }
    if (status == 408 || status == 425 || status == 429 || status >= 500) {
      return new Answer.Unavailable("it answered " + status, retryAfter(response));
    }
    return new Answer.Refused(
        "it answered " + status + (status < 400 ? "; redirects are not followed" : ""));
  }

  /** In seconds; a date is taken as nothing. */
  private static Optional<Duration> retryAfter(ClassicHttpResponse response) {
    return Optional.ofNullable(response.getFirstHeader("Retry-After"))
        .map(Header::getValue)
        .filter(value -> SECONDS.matcher(value).matches())
        .map(value -> Duration.ofSeconds(Long.parseLong(value)));
  }

  /** By type: the text of an exception may quote the URL, which may be a secret. */
  private static Answer fault(Throwable error) {
    Optional<RefusedAddressException> refused =
        NetworkFaults.find(error, RefusedAddressException.class);
    if (refused.isPresent()) {
      return new Answer.Refused(
          "its host is %s, where nothing is sent".formatted(refused.get().getMessage()));
    }
    if (NetworkFaults.has(error, UnknownHostException.class)) {
      return unavailable("its host has no address");
    }
    if (NetworkFaults.has(error, SSLException.class)) {
      return unavailable("no TLS with it: see its certificate and who issued that");
    }
    return unavailable(
        error instanceof IOException
            ? "no connection, or it was cut"
            : "the request could not be made (" + error.getClass().getName() + ")");
  }

  private static Answer unavailable(String why) {
    return new Answer.Unavailable(why, Optional.empty());
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
  }
}
