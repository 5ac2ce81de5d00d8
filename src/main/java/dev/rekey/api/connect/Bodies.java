package dev.rekey.api.connect;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/** Reads the body of a request without blocking, up to a limit. */
final class Bodies {
  private final int limit;

  /**
   * @param limit in bytes
   */
  Bodies(int limit) {
    this.limit = limit;
  }

  /**
   * Calls one of the two, once. What follows the limit is read and dropped, so that a client that
   * sends it all before it listens still gets its answer.
   */
  void read(HttpServerRequest request, Consumer<Buffer> whole, Runnable tooLarge) {
    if (declaredLength(request) > limit) {
      tooLarge.run();
      request.resume();
      return;
    }
    Buffer body = Buffer.buffer();
    request.handler(
        chunk -> {
          boolean fitted = body.length() <= limit;
          if (fitted) {
            body.appendBuffer(chunk);
          }
          if (fitted && body.length() > limit) {
            tooLarge.run();
          }
        });
    request.endHandler(
        end -> {
          if (body.length() <= limit) {
            whole.accept(body);
          }
        });
    request.resume();
  }

  private static long declaredLength(HttpServerRequest request) {
    String length = request.getHeader("content-length");
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException notOurConcern) {
      return 0;
    }
  }
}
