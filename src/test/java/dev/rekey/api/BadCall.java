package dev.rekey.api;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A call that has to be refused, whichever protocol it comes by.
 *
 * @param headers over those of the admin of the blue environment; an empty one is left out
 * @param message what the answer begins with
 */
record BadCall(
    String what,
    MethodDescriptor<?, ?> method,
    Message request,
    Map<String, String> headers,
    Status.Code code,
    String message) {

  /** An answer: a code in the words of gRPC, and a message. */
  record Answer(Status.Code code, String message) {}

  /** The three ways to make the call. */
  enum Protocol {
    GRPC,
    CONNECT_JSON,
    CONNECT_PROTO
  }

  Answer make(ServedApi api, Protocol protocol, Map<String, String> standing) {
    Map<String, String> all = new TreeMap<>(standing);
    all.putAll(headers);
    all.values().removeIf(String::isEmpty);
    return switch (protocol) {
      case GRPC -> overGrpc(api, all);
      case CONNECT_JSON ->
          overConnect(api, all, "application/json", BodyPublishers.ofString(json()));
      case CONNECT_PROTO ->
          overConnect(
              api, all, "application/proto", BodyPublishers.ofByteArray(request.toByteArray()));
    };
  }

  private Answer overGrpc(ServedApi api, Map<String, String> headers) {
    Metadata metadata = new Metadata();
    headers.forEach(
        (name, value) ->
            metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
    try {
      Object response =
          ClientCalls.blockingUnaryCall(
              ClientInterceptors.intercept(
                  api.channel(), MetadataUtils.newAttachHeadersInterceptor(metadata)),
              typed(method),
              CallOptions.DEFAULT,
              request);
      throw new AssertionError(what + " was obeyed: " + response);
    } catch (StatusRuntimeException refusal) {
      return new Answer(
          refusal.getStatus().getCode(),
          Optional.ofNullable(refusal.getStatus().getDescription()).orElse(""));
    }
  }

  private Answer overConnect(
      ServedApi api,
      Map<String, String> headers,
      String contentType,
      HttpRequest.BodyPublisher body) {
    HttpRequest.Builder call =
        api.request("/" + method.getFullMethodName(), contentType).POST(body);
    headers.forEach(call::header);
    HttpResponse<String> response = api.send(call);
    if (response.statusCode() == 200) {
      throw new AssertionError(what + " was obeyed: " + response.body());
    }
    JsonObject error = new JsonObject(response.body());
    return new Answer(
        Status.Code.valueOf(error.getString("code").toUpperCase(Locale.ROOT)),
        error.getString("message"));
  }

  private String json() {
    try {
      return JsonFormat.printer().print(request);
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @SuppressWarnings("unchecked") // the request is the method's own
  private static MethodDescriptor<Message, ?> typed(MethodDescriptor<?, ?> method) {
    return (MethodDescriptor<Message, ?>) method;
  }

  @Override
  public String toString() {
    return what;
  }
}
