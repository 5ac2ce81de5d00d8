package dev.rekey.api.connect;

import dev.rekey.api.call.Transport;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The transports of calls over gRPC. Noted when a request comes in, because the gRPC server hides
 * them from the services; both happen in the one context that Vert.x has for a request.
 */
public final class CallTransports implements Supplier<Transport> {
  private static final String KEY = Transport.class.getName();

  /** Of the request under way; on its event loop. */
  static void note(RoutingContext request) {
    Context context = Vertx.currentContext();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    request.addEndHandler(end -> closed.complete(null));
    context.putLocal(KEY, new Transport(task -> context.runOnContext(turn -> task.run()), closed));
  }

  @Override
  public Transport get() {
    Transport transport = Vertx.currentContext().getLocal(KEY);
    if (transport == null) {
      throw new IllegalStateException("the call did not come through the filter");
    }
    return transport;
  }
}
