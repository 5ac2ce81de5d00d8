package dev.rekey.api.connect;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Writes the answer of one request, from any thread. */
final class Answers {
  private final HttpServerResponse response;
  private final Context context;

  /** Made on the event loop of the request. */
  Answers(RoutingContext request) {
    this.response = request.response();
    this.context = request.vertx().getOrCreateContext();
  }

  /** A header of the answer; before the answer. */
  Answers header(String name, String value) {
    response.putHeader(name, value);
    return this;
  }

  void succeed(String contentType, Buffer body) {
    end(200, contentType, body);
  }

  void fail(ConnectError error) {
    end(error.httpStatus(), Codec.Json.CONTENT_TYPE, error.body());
  }

  private void end(int status, String contentType, Buffer body) {
    if (context.equals(Vertx.currentContext())) {
      write(status, contentType, body);
    } else {
      context.runOnContext(turn -> write(status, contentType, body));
    }
  }

  private void write(int status, String contentType, Buffer body) {
    if (!response.ended() && !response.closed()) {
      response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, contentType).end(body);
    }
  }
}
