package dev.rekey.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Connect over HTTP/1.1, on as many connections as there are calls at once, which are kept. */
final class ConnectProtocol implements Protocol {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;
  private final Map<String, String> headers;
  private final boolean isJson;

  /**
   * @param headers of every call
   */
  ConnectProtocol(int port, Map<String, String> headers, boolean isJson) {
    this.base = URI.create("http://127.0.0.1:" + port);
    this.headers = headers;
    this.isJson = isJson;
  }

  @Override
  public String title() {
    return isJson ? "Connect, JSON" : "Connect, binary";
  }

  @Override
  public <Q extends Message, R extends Message> R call(MethodDescriptor<Q, R> method, Q request) {
    try {
      HttpRequest.Builder post =
          HttpRequest.newBuilder(base.resolve("/" + method.getFullMethodName()))
              .timeout(DEADLINE)
              .header("Content-Type", isJson ? "application/json" : "application/proto")
              .header("Connect-Protocol-Version", "1")
              .POST(BodyPublishers.ofByteArray(encoded(request)));
      headers.forEach(post::header);
      HttpResponse<byte[]> answer = http.send(post.build(), BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(
            method.getFullMethodName() + ": " + new String(answer.body(), UTF_8));
      }
      return decoded(method, answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private byte[] encoded(Message request) throws InvalidProtocolBufferException {
    return isJson ? JsonFormat.printer().print(request).getBytes(UTF_8) : request.toByteArray();
  }

  private <R extends Message> R decoded(MethodDescriptor<?, R> method, byte[] body)
      throws InvalidProtocolBufferException {
    var marshaller = (MethodDescriptor.PrototypeMarshaller<R>) method.getResponseMarshaller();
    R prototype = marshaller.getMessagePrototype();
    Message.Builder builder = prototype.newBuilderForType();
    if (isJson) {
      JsonFormat.parser().merge(new String(body, UTF_8), builder);
    } else {
      builder.mergeFrom(body);
    }
    return marshaller.getMessageClass().cast(builder.build());
  }

  @Override
  public void close() {
    http.close();
  }
}
