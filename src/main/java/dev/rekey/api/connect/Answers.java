package dev.rekey.api.connect;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Writes the answer of one request, from any thread. */
final class Answers {
  /** Below this, compression saves nothing worth its time. */
  private static final int LEAST_COMPRESSED = 1024;

  private final HttpServerResponse response;
  private final Context context;
  private final boolean gzip;

  /** Made on the event loop of the request. */
  Answers(RoutingContext request) {
    this.response = request.response();
    this.context = request.vertx().getOrCreateContext();
    this.gzip = new Head(request.request()).takesGzip();
  }

  /** A header of the answer; before the answer. */
  Answers header(String name, String value) {
    response.putHeader(name, value);
    return this;
  }

  void succeed(String contentType, Buffer body) {
    if (gzip && body.length() >= LEAST_COMPRESSED) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
      end(200, contentType, compressed(body));
    } else {
      end(200, contentType, body);
    }
  }

  private static Buffer compressed(Buffer body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body.getBytes());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return Buffer.buffer(bytes.toByteArray());
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
