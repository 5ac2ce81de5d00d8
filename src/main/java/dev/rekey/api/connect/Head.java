package dev.rekey.api.connect;

import io.grpc.Metadata;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the headers of a Connect request say. */
final class Head {
  private static final Pattern MILLIS = Pattern.compile("[0-9]{1,10}");
  private static final Pattern METADATA = Pattern.compile("[a-z0-9_.-]+");
  private static final Pattern GZIP =
      Pattern.compile("(.*,)?\\s*gzip\\s*(;\\s*q=(1(\\.0*)?|0?\\.0*[1-9][0-9]*)\\s*)?(,.*)?");
  private static final String UTF_8 = "charset=utf-8";

  private final HttpServerRequest request;

  Head(HttpServerRequest request) {
    this.request = request;
  }

  /** The content type without its parameters; empty when it is missing or not in UTF-8. */
  String contentType() {
    String header = header("content-type").orElse("").toLowerCase(Locale.ROOT);
    int parameters = header.indexOf(';');
    if (parameters < 0) {
      return header.strip();
    }
    boolean utf8 = header.substring(parameters + 1).strip().replace("\"", "").equals(UTF_8);
    return utf8 ? header.substring(0, parameters).strip() : "";
  }

  /** What is wrong with the headers that say how the body is to be taken, if anything is. */
  Optional<ConnectError> objection() {
    if (!header("connect-protocol-version").orElse("1").equals("1")) {
      return Optional.of(ConnectError.invalid("connect-protocol-version: is not 1"));
    }
    if (!header("connect-timeout-ms").map(MILLIS.asMatchPredicate()::test).orElse(true)) {
      return Optional.of(
          ConnectError.invalid("connect-timeout-ms: is not a number of up to ten digits"));
    }
    if (!header("content-encoding").orElse("identity").equals("identity")) {
      return Optional.of(ConnectError.unimplemented("content-encoding: only identity is served"));
    }
    return Optional.empty();
  }

  /** Whether the answer may be compressed; a weight of nothing is a no. */
  boolean takesGzip() {
    return GZIP.matcher(header("accept-encoding").orElse("").toLowerCase(Locale.ROOT)).matches();
  }

  Optional<Duration> timeout() {
    return header("connect-timeout-ms").map(Long::parseLong).map(Duration::ofMillis);
  }

  /** The headers as gRPC knows them. */
  Metadata metadata() {
    Metadata metadata = new Metadata();
    for (Map.Entry<String, String> header : request.headers()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (METADATA.matcher(name).matches() && !name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
        metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), header.getValue());
      }
    }
    return metadata;
  }

  private Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeader(name));
  }
}
