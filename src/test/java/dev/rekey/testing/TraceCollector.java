package dev.rekey.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * A collector of traces on loopback: takes OTLP over HTTP with protobuf, and keeps all spans.
 * Thread-safe.
 *
 * @see <a href="https://github.com/open-telemetry/opentelemetry-proto">trace.proto, whose fields
 *     are read by number</a>
 */
public final class TraceCollector implements AutoCloseable {
  private static final int RESOURCE_SPANS = 1;
  private static final int SCOPE_SPANS = 2;
  private static final int SPANS = 2;
  private static final int TRACE_ID = 1;
  private static final int SPAN_ID = 2;
  private static final int PARENT_ID = 4;
  private static final int NAME = 5;
  private static final int START = 7;
  private static final int END = 8;
  private static final int ATTRIBUTES = 9;
  private static final int EVENTS = 11;
  private static final int EVENT_NAME = 2;
  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final int STRING = 1;
  private static final int INTEGER = 3;

  private final HttpServer server;
  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();

  /**
   * A span as it came.
   *
   * @param parent empty for the first of a trace
   * @param events their names
   * @param start nanoseconds since 1970
   * @param end nanoseconds since 1970
   */
  public record Span(
      String traceId,
      String id,
      String parent,
      String name,
      Map<String, String> attributes,
      List<String> events,
      long start,
      long end) {
    /** Empty when there is no such attribute. */
    public String attribute(String key) {
      return attributes.getOrDefault(key, "");
    }
  }

  public TraceCollector() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Every span of a trace so far, in the order in which they came. */
  public List<Span> trace(String traceId) {
    return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
  }

  public List<Span> spans() {
    return List.copyOf(spans);
  }

  /** All that came, byte by byte. */
  public String received() {
    return String.join("\n", bodies);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      bodies.add(new String(body, ISO_8859_1));
      messages(UnknownFieldSet.parseFrom(body), RESOURCE_SPANS)
          .flatMap(resource -> messages(resource, SCOPE_SPANS))
          .flatMap(scope -> messages(scope, SPANS))
          .map(TraceCollector::span)
          .forEach(spans::add);
      exchange.getResponseHeaders().add("content-type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static Span span(UnknownFieldSet span) {
    Map<String, String> attributes = new HashMap<>();
    messages(span, ATTRIBUTES)
        .forEach(
            each ->
                attributes.put(
                    text(each, KEY),
                    messages(each, VALUE).map(TraceCollector::value).findAny().orElse("")));
    return new Span(
        hex(span, TRACE_ID),
        hex(span, SPAN_ID),
        hex(span, PARENT_ID),
        text(span, NAME),
        attributes,
        messages(span, EVENTS).map(event -> text(event, EVENT_NAME)).toList(),
        fixed(span, START),
        fixed(span, END));
  }

  private static long fixed(UnknownFieldSet message, int field) {
    return message.getField(field).getFixed64List().getFirst();
  }

  private static String value(UnknownFieldSet value) {
    return value.hasField(INTEGER)
        ? String.valueOf(value.getField(INTEGER).getVarintList().getFirst())
        : text(value, STRING);
  }

  private static Stream<UnknownFieldSet> messages(UnknownFieldSet message, int field) {
    return message.getField(field).getLengthDelimitedList().stream().map(TraceCollector::parsed);
  }

  private static UnknownFieldSet parsed(ByteString bytes) {
    try {
      return UnknownFieldSet.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(UnknownFieldSet message, int field) {
    return message.getField(field).getLengthDelimitedList().stream()
        .map(ByteString::toStringUtf8)
        .findFirst()
        .orElse("");
  }

  private static String hex(UnknownFieldSet message, int field) {
    return message.getField(field).getLengthDelimitedList().stream()
        .map(bytes -> HexFormat.of().formatHex(bytes.toByteArray()))
        .findFirst()
        .orElse("");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
