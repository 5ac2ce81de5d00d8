package dev.rekey.api.push;

import dev.rekey.event.pubsub.PushEndpoint;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Serves {@code POST /events/pubsub}. Never blocks the event loop; of what comes in at once beyond
 * a bound it asks Pub/Sub to come again.
 */
public final class PushRoute {
  static final String PATH = "/events/pubsub";

  /** Pub/Sub's own limit is 10 MB; what Secret Manager publishes is a few hundred bytes. */
  private static final int MAX_BODY = 1 << 20;

  private static final int AT_ONCE = 64;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int FAILED = 500;

  private final PushEndpoint endpoint;
  private final Semaphore room = new Semaphore(AT_ONCE);

  public PushRoute(PushEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  public void mount(Router router) {
    router
        .post(PATH)
        .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY))
        .handler(this::serve);
  }

  private void serve(RoutingContext request) {
    if (!room.tryAcquire()) {
      answer(request, TOO_MANY_REQUESTS);
      return;
    }
    String authorization =
        Optional.ofNullable(request.request().getHeader("authorization")).orElse("");
    byte[] body = Optional.ofNullable(request.body().buffer()).orElseGet(Buffer::buffer).getBytes();
    Thread.ofVirtual()
        .name("pubsub-push")
        .start(
            () -> {
              int status = FAILED;
              try {
                status = endpoint.receive(authorization, body).status();
              } finally {
                room.release();
                answer(request, status);
              }
            });
  }

  private static void answer(RoutingContext request, int status) {
    request.response().setStatusCode(status).end();
  }
}
